"""Mails on their way: kept until a mail server has taken them."""
