"""From the reviewed record to certified and released containers: reviews, gate, decisions."""
