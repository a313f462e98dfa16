using BootService.Core.Hosts;

namespace BootService.Commands.Ports;

/// <summary>Boots machines that are not there, against the servers as they run, and changes nothing by it.</summary>
public interface IBootRehearsal
{
    /// <summary>Boots one host's stand-in and hands out each step when it is done; the last one has stage <see cref="RehearsalStep.Result"/>. One rehearsal runs at a time, a second one waits.</summary>
    /// <param name="host">The host; one the appliance knows.</param>
    /// <param name="firmware">What kind of machine it is to be: one of <see cref="Simulated.Choices"/>.</param>
    /// <param name="cancel">Ends it.</param>
    /// <exception cref="Core.RefusedException">The host has no card to boot from.</exception>
    IAsyncEnumerable<RehearsalStep> RunAsync(Host host, string firmware, CancellationToken cancel);
}

/// <summary>The kinds of machine that can be rehearsed.</summary>
public static class Simulated
{
    /// <summary>Their words, with <c>|</c> between them.</summary>
    public const string Choices = "bios|uefi|uefi-http|ipxe|ipxe-uefi|virtualbox";
}

/// <summary>One step of a rehearsal.</summary>
/// <param name="Stage">Where on the road, in the words of the timeline; <see cref="Result"/> for the last.</param>
/// <param name="What">What was done; never a secret.</param>
/// <param name="Verdict"><c>ok</c>, <c>absent</c> (not there and not needed), <c>warning</c> or <c>failed</c>.</param>
/// <param name="Why">The reason, a sentence; null when there is none to give.</param>
public sealed record RehearsalStep(string Stage, string What, string Verdict, string? Why)
{
    /// <summary>The stage of the last step, whose <see cref="What"/> is <c>PASS</c> or <c>FAIL</c>.</summary>
    public const string Result = "result";

    /// <summary>The verdict of a step that ends a boot.</summary>
    public const string Failed = "failed";

    /// <summary>How long it took.</summary>
    public TimeSpan Took { get; init; }

    /// <summary>Octets received.</summary>
    public long Bytes { get; init; }
}
