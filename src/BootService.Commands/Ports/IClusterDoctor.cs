using BootService.Core;
using BootService.Core.Doctor;

namespace BootService.Commands.Ports;

/// <summary>Looks at the frontends that share a database, and at the database.</summary>
public interface IClusterDoctor
{
    /// <summary>Makes every check. Changes nothing.</summary>
    /// <exception cref="RefusedException">This frontend's database is its own.</exception>
    Task<IReadOnlyList<Finding>> ExamineClusterAsync(CancellationToken cancel);
}
