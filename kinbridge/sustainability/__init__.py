"""What stays when the NGO leaves: who calls together, pays and does the work; stepping back;
looking again after months and years.
"""
