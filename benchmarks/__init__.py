"""Daicho measured side by side with others, as ratios of one run; not part of the product."""
