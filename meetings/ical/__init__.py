"""Calendar objects (RFC 5545, 5546, 7986): data in, text out; no request and no database."""
