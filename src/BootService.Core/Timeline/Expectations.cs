using BootService.Core.Boot;
using BootService.Core.Events;
using BootService.Core.Installs;
using BootService.Protocols.Road;

namespace BootService.Core.Timeline;

/// <summary>What should follow each step, by when, and what its absence means. A table with a few questions in front.</summary>
internal static class Expectations
{
    private static readonly Dictionary<RoadStep, Rule> Rules = new()
    {
        [RoadStep.Armed] = new(
            "a DISCOVER", TimeSpan.FromMinutes(5), "the machine is off, boots its disk before the network, or is on another network or VLAN",
            "switch it on with the network first in its boot order, and see that the card's address is the host's (stack list host interface) and that its "
                + "port is on the boot network"),
        [RoadStep.Powered] = new(
            "a DISCOVER", TimeSpan.FromMinutes(5), "its firmware does not try the network, tries its disk first, or is on another network or VLAN",
            "look at its console, put the network first in its boot order, and see that the card's address is the host's (stack list host interface)"),
        [RoadStep.Offered] = new(
            "a REQUEST for the offered address", TimeSpan.FromSeconds(15), "it took another DHCP server's offer, or our answer does not reach it",
            "look for another DHCP server on the boot network and switch it off, or set Dhcp:Mode to proxy beside it"),
        [RoadStep.Addressed] = new(
            "the boot file", TimeSpan.FromSeconds(15), "its firmware asks another server (its next server or port 4011), or a firewall drops UDP 69",
            "let UDP 69 and 4011 and TCP 80 through, and look for another DHCP server on the boot network"),
        [RoadStep.Loader] = new(
            "the loader's configuration", TimeSpan.FromSeconds(20), "the loader hangs on this hardware, or looks for its files elsewhere",
            "try another chain, such as \"stack set host attr HOST attr=loader value=ipxe\""),
        [RoadStep.IpxeLoader] = new(
            "a DISCOVER of iPXE", TimeSpan.FromSeconds(45), "iPXE has no driver for this card, or waits for an IPv6 router",
            "look at its console, and try \"stack set host attr HOST attr=loader value=shim\" or pxelinux"),
        [RoadStep.ToldToInstall] = new(
            "the kernel", TimeSpan.FromSeconds(20), "the loader did not understand its configuration, or cannot fetch by the way it names",
            "rehearse it with \"stack simulate boot HOST\", and look at its console"),
        [RoadStep.Kernel] = new(
            "the RAM disk", TimeSpan.FromSeconds(60), "the transfer of the kernel was its last: the machine was reset, or has too little memory",
            "look at its console; give it 2 GB of memory at least"),
        [RoadStep.Initrd] = new(
            "the kickstart", TimeSpan.FromMinutes(4), "the kernel has no driver for the card, the RAM disk is damaged, or memory is short",
            "look at its console, and rehearse it with \"stack simulate boot HOST\", which checks the RAM disk"),
        [RoadStep.Kickstart] = new(
            "the installer's first report", TimeSpan.FromMinutes(10), "the installer stops at its kickstart, or finds no packages or no disk",
            "look at its console (Alt-F3, /tmp/anaconda.log)"),
        [RoadStep.Done] = new(
            "the installed system", TimeSpan.FromMinutes(15),
            "it does not boot from its disk: the loader is missing there, or its disk is not in the boot order",
            "look at its console and its boot order"),
    };

    private static readonly Rule OfferedBesideAnother = new(
        "a request on port 4011, or the boot file", TimeSpan.FromSeconds(15), "a firewall drops UDP 4011 or 69, or no DHCP server gave it an address",
        "let UDP 4011 and 69 and TCP 80 through, and see that the network's own DHCP server answers");

    private static readonly Rule KeyEnrolment = new(
        "the machine's next boot", TimeSpan.FromMinutes(2),
        "MokManager waits at its console for somebody who enrols a key, because the machine's shim does not trust what it was to start",
        "enrol the key at its console, or see that the signed GRUB and shim of this frontend are of one distribution and not revoked");

    private static readonly Rule DiskFirst = new(
        "a DISCOVER of its firmware", TimeSpan.FromMinutes(2), "it boots its disk before the network: it is the system on its disk that asked for an address",
        "put the network first in its boot order, and switch it off and on");

    /// <summary>What should follow.</summary>
    /// <param name="events">The events of one boot, oldest first.</param>
    /// <param name="attempt">The attempt it belongs to; null for none.</param>
    /// <returns>Null when nothing is awaited.</returns>
    public static Expectation? After(IReadOnlyList<BootEvent> events, InstallAttempt? attempt)
    {
        if (events.Count == 0)
        {
            return attempt is { State: AttemptState.Armed } ? Due(Rules[RoadStep.Armed], attempt.Armed) : null;
        }

        var (at, step) = LastStep(events);
        if (at < 0 || attempt is { State: AttemptState.Failed or AttemptState.Stuck or AttemptState.Cancelled } && step is not RoadStep.Done)
        {
            return null;
        }

        var last = events[at].At;
        return step switch
        {
            // Told to boot its disk: an installed node reports itself once, an old one has nothing to say.
            RoadStep.ToldToLeave => attempt is { State: AttemptState.Staged } ? Due(Rules[RoadStep.Done], last) : null,
            // Once installed it may boot its disk first, as attribute bootorder lets it.
            RoadStep.Powered when attempt is { State: AttemptState.Confirmed } => null,
            RoadStep.Offered or RoadStep.Addressed when Awaits(attempt, step, events, at) is { } rule => Due(rule, last),
            RoadStep.Offered or RoadStep.Addressed => null,
            RoadStep.Loader when events[at].Name is { } file && BootLoaders.IsKeyManager(file) => Due(KeyEnrolment, last),
            RoadStep.Installing => attempt is null ? null : Due(Installing(attempt), last),
            _ => Rules.TryGetValue(step, out var next) ? Due(next, last) : null,
        };
    }

    /// <summary>
    /// What an installed machine owes that comes back from its disk over and over: the time runs from the first of its boots since then, and each one
    /// more does not prolong it.
    /// </summary>
    /// <param name="events">Its events, oldest first.</param>
    /// <param name="attempt">Its attempt.</param>
    /// <returns>Null for a machine that has not installed, and for one that was not heard of since.</returns>
    public static Expectation? OfReturning(IReadOnlyList<BootEvent> events, InstallAttempt attempt)
    {
        if (attempt.State is not AttemptState.Staged)
        {
            return null;
        }

        var rule = Rules[RoadStep.Done];
        DateTimeOffset? since = null;
        for (var at = events.Count - 1; at >= 0 && events[at].At > attempt.LastHeard; at--)
        {
            // Somebody who switches it off and on begins anew, as a long silence does.
            if (since - events[at].At > rule.Within || Road.Of(events[at]) is RoadStep.Powered or RoadStep.SwitchedOff)
            {
                break;
            }

            since = events[at].Stage is BootStage.Admin ? since : events[at].At;
        }

        return since is { } first ? Due(rule, first) : null;
    }

    /// <summary>The step at which a boot came to its end without having been told to; null for one that goes on, or ended as it should.</summary>
    /// <param name="events">The events of one boot, oldest first.</param>
    public static BootEvent? FailedStep(IReadOnlyList<BootEvent> events)
    {
        for (var at = events.Count - 1; at >= 0; at--)
        {
            switch (Road.Of(events[at]))
            {
                case RoadStep.Failed when EndsTheChain(events[at]):
                    return events[at];
                case RoadStep.None or RoadStep.Failed:
                    break;
                default:
                    return null;
            }
        }

        return null;
    }

    private static bool EndsTheChain(in BootEvent failed) => failed.Stage is not BootStage.Dhcp and not BootStage.BootServer and not BootStage.Admin;

    // A refusal in the middle of the road does not move the machine: what was due before it is still due. One that ends a chain is its own diagnosis.
    private static (int At, RoadStep Step) LastStep(IReadOnlyList<BootEvent> events)
    {
        for (var at = events.Count - 1; at >= 0; at--)
        {
            var step = Road.Of(events[at]);
            if (step is RoadStep.Failed && EndsTheChain(events[at]))
            {
                return (-1, step);
            }

            if (step is not (RoadStep.None or RoadStep.Failed))
            {
                return (at, step);
            }
        }

        return (-1, RoadStep.None);
    }

    private static Rule? Awaits(InstallAttempt? attempt, RoadStep step, IReadOnlyList<BootEvent> events, int at)
    {
        // After an installer's or a system's own DHCP, what was due before it is due still.
        for (var before = at - 1; before >= 0 && Road.Of(events[before]) is not RoadStep.Powered; before--)
        {
            switch (Road.Of(events[before]))
            {
                case RoadStep.Initrd or RoadStep.Kernel:
                    return Rules[RoadStep.Initrd];
                case RoadStep.Kickstart:
                    return Rules[RoadStep.Kickstart];
                case RoadStep.Installing:
                    return attempt is null ? null : Installing(attempt);
                case RoadStep.ToldToLeave or RoadStep.Done or RoadStep.Up:
                    return attempt is { State: AttemptState.Staged } ? Rules[RoadStep.Done] : null;
            }
        }

        return events[at].Told switch
        {
            // Its firmware was sent on to its disk by DHCP alone, or it is the system there that asks.
            BootTold.Nothing or BootTold.NoLoader when attempt is { State: AttemptState.Staged } => Rules[RoadStep.Done],
            BootTold.Nothing => attempt is { State: AttemptState.Armed } ? DiskFirst : null,
            BootTold.NoLoader => null,
            _ => step is RoadStep.Offered && events[at].Address.IsAny ? OfferedBesideAnother : Rules[step],
        };
    }

    private static Rule Installing(InstallAttempt attempt) => new(
        "the next report of the installer", attempt.Patience,
        $"the install stopped after {(attempt.LastStep.Length > 0 ? attempt.LastStep : "its first report")}",
        $"look at its console and at /var/log/stack-install.log there; attribute {Arming.TimeoutAttribute} says how many minutes it may be silent");

    private static Expectation Due(Rule rule, DateTimeOffset last) => new(rule.What, rule.Within, last + rule.Within, rule.Probably, rule.Advice);

    private sealed record Rule(string What, TimeSpan Within, string Probably, string Advice);
}
