"""Areas in their order, with p-codes and each country's own names for its levels."""
