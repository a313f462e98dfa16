using System.Collections.Immutable;
using BootService.Core;
using BootService.Media;

namespace BootService.Commands.Ports;

/// <summary>A copy of a frontend: what is stored and the files beside it.</summary>
/// <param name="File">Its full path.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Hosts">How many hosts are in it.</param>
/// <param name="Files">How many files are in it.</param>
/// <param name="LeftOut">What is not in it, sentences each.</param>
public sealed record WholeBackupMade(string File, long Bytes, int Hosts, int Files, ImmutableArray<string> LeftOut);

/// <summary>Copies a whole frontend into one file while it runs.</summary>
public interface IWholeBackup
{
    /// <summary>Writes what is stored, pallets, carts, node XML, keys, certificate and settings into one archive, and reads it back whole before it gets its
    /// name.</summary>
    /// <param name="path">The full path of a file that is not there yet; null for one named after the time in the folder <c>backups</c> of the data
    /// directory.</param>
    /// <param name="now">The time.</param>
    /// <param name="report">Told how far it is.</param>
    /// <param name="cancel">Gives up.</param>
    /// <exception cref="RefusedException">There is such a file, there is no room, a file cannot be read, or what was written does not read back.</exception>
    Task<WholeBackupMade> RunAsync(string? path, DateTimeOffset now, IWorkReport report, CancellationToken cancel);
}
