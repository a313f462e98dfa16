using BootService.Core.Doctor;

namespace BootService.Commands.Ports;

/// <summary>Looks at the boot network and at this machine as its machines see it.</summary>
public interface INetworkDoctor
{
    /// <summary>Makes every check; asking the segment takes a few seconds. Changes nothing, and nothing it cannot read makes it fail.</summary>
    Task<IReadOnlyList<Finding>> ExamineAsync(CancellationToken cancel);
}
