"""Translation memory: what people have accepted, found again for the same text or a similar one."""
