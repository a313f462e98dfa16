using System.Runtime.CompilerServices;
using BootService.Commands.Ports;
using BootService.Core.Hosts;
using BootService.Protocols.Road;

namespace BootService.Commands.Tests.Support;

/// <summary>A rehearsal whose end the test says.</summary>
internal sealed class ScriptedRehearsal : IBootRehearsal
{
    /// <summary>Hosts whose boot fails, and why.</summary>
    public Dictionary<string, string> Failing { get; } = [];

    /// <summary>The firmware of each host that was rehearsed.</summary>
    public Dictionary<string, string> Asked { get; } = [];

    public async IAsyncEnumerable<Rehearsed> RunAsync(Host host, string firmware, [EnumeratorCancellation] CancellationToken cancel)
    {
        await Task.Yield();
        var name = host.Name.ToString();
        Asked[name] = firmware;
        yield return new Rehearsed.Step(BootStage.Dhcp, "OFFER", StepVerdict.Ok, null) { Bytes = 300 };
        yield return Failing.TryGetValue(name, out var why)
            ? new Rehearsed.Result(false, why)
            : new Rehearsed.Result(true, "it starts its kernel");
    }
}
