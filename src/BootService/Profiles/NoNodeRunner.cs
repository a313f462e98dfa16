using BootService.Core.Profiles;

namespace BootService.Profiles;

/// <summary>Runs nothing: the rule, unless the admin allows it.</summary>
internal sealed class NoNodeRunner : INodeRunner
{
    /// <inheritdoc/>
    public NodeRun Eval(string host, string shell, string script) => Refused("eval");

    /// <inheritdoc/>
    public NodeRun Report(string host, string name, string arguments) => Refused("report");

    private static NodeRun Refused(string element) => new(
        "", $"<{element}> runs code on the frontend and is switched off: set Profiles:AllowEval to true in the daemon's configuration and restart it, or take the element out");
}
