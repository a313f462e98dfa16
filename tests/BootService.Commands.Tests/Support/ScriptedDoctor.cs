using BootService.Commands.Ports;
using BootService.Core.Doctor;

namespace BootService.Commands.Tests.Support;

/// <summary>A doctor who finds what the test says.</summary>
internal sealed class ScriptedDoctor : INetworkDoctor, IClusterDoctor
{
    public List<Finding> Findings { get; } = [Finding.Fine("mtu", "eth1 takes 1500")];

    public Task<IReadOnlyList<Finding>> ExamineAsync(CancellationToken cancel) => Task.FromResult<IReadOnlyList<Finding>>(Findings);

    public Task<IReadOnlyList<Finding>> ExamineClusterAsync(CancellationToken cancel) => ExamineAsync(cancel);
}
