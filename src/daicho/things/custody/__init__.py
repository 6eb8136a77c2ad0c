"""持出し・返却: who asked, who allowed, who carried, who made sure that it is back."""
