"""Who can be asked for help: roles, groups, organisations and services, formal and not."""
