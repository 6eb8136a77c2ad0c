"""Staff, posts, sections, deputies, sign-in, sessions, guards."""
