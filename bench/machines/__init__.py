"""State machines that look for a way around the rules; tests and drills run the same ones."""
