using BootService.Core.Hosts;
using BootService.Protocols.Road;

namespace BootService.Commands.Ports;

/// <summary>Boots machines that are not there, against the servers as they run, and changes nothing by it.</summary>
public interface IBootRehearsal
{
    /// <summary>
    /// Boots one host's stand-in and hands out each step when it is done; the last is a <see cref="Rehearsed.Result"/>. One rehearsal runs at a time, a second
    /// one waits.
    /// </summary>
    /// <param name="host">The host; one the appliance knows.</param>
    /// <param name="firmware">What kind of machine it is to be: one of <see cref="Simulated.Choices"/>.</param>
    /// <param name="cancel">Ends it.</param>
    /// <exception cref="Core.RefusedException">The host has no card to boot from.</exception>
    IAsyncEnumerable<Rehearsed> RunAsync(Host host, string firmware, CancellationToken cancel);
}

/// <summary>The kinds of machine that can be rehearsed.</summary>
public static class Simulated
{
    /// <summary>Their words, with <c>|</c> between them.</summary>
    public const string Choices = "bios|uefi|uefi-http|ipxe|ipxe-uefi|virtualbox";
}

/// <summary>What a rehearsal tells: each of its steps when it is done, and at the end what it came to.</summary>
public abstract record Rehearsed
{
    private Rehearsed()
    {
    }

    /// <summary>How long it took.</summary>
    public TimeSpan Took { get; init; }

    /// <summary>One step.</summary>
    /// <param name="Stage">Where on the road.</param>
    /// <param name="What">What was done; never a secret.</param>
    /// <param name="Verdict">How it went.</param>
    /// <param name="Why">The reason, a sentence; null when there is none to give.</param>
    public sealed record Step(BootStage Stage, string What, StepVerdict Verdict, string? Why) : Rehearsed
    {
        /// <summary>Octets received.</summary>
        public long Bytes { get; init; }
    }

    /// <summary>What it came to; the last that is told.</summary>
    /// <param name="Passed">Whether the machine would have come where it should.</param>
    /// <param name="Why">Where it would have come, or what was in its way; a sentence.</param>
    public sealed record Result(bool Passed, string? Why) : Rehearsed;
}
