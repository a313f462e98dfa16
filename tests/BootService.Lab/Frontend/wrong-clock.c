// A clock of the system that is wrong by SECONDS, for one program: what it waits by stays right. libfaketime shifts that too, and .NET then waits for nothing.
#define _GNU_SOURCE
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

int clock_gettime(clockid_t clock, struct timespec *now)
{
    int fault = (int)syscall(SYS_clock_gettime, clock, now);
    if (fault == 0 && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE))
        now->tv_sec += SECONDS;
    return fault;
}
