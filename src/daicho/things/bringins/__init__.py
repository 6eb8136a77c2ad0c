"""持込み: what others bring into our rooms, and what is delivered to them and carried away."""
