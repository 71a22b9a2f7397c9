"""A file's rows judged: what is impossible, improbable, said twice, declared complete."""
