-- Let this connection compute in one thread.
set threads = 1
