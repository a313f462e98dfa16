using BootService.Core.Profiles;

namespace BootService.Profiles;

/// <summary>Runs nothing, and says why.</summary>
/// <param name="why">What to do, as the end of the sentence.</param>
internal sealed class NoNodeRunner(string why) : INodeRunner
{
    /// <summary>The rule, unless the admin allows it.</summary>
    public static NoNodeRunner SwitchedOff { get; } =
        new(" and is switched off: set Profiles:AllowEval to true in the daemon's configuration and restart it, or take the element out");

    /// <summary>For whoever may only look: looking starts nothing.</summary>
    public static NoNodeRunner ForLookers { get; } = new(
        ", so whoever may only look sees no profile that has one: ask with a token of role admin, or as root on the frontend");

    /// <inheritdoc/>
    public NodeRun Eval(string host, string shell, string script) => Refused("eval");

    /// <inheritdoc/>
    public NodeRun Report(string host, string name, string arguments) => Refused("report");

    private NodeRun Refused(string element) => new("", $"<{element}> runs code on the frontend{why}");
}
