"""How a process comes to be: drafts, their approval, versions in force, and running cases that move to another."""
