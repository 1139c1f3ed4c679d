"""Who there is, what they may do, and how they prove it; sites, studies and products."""
