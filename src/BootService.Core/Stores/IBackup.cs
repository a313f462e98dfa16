namespace BootService.Core.Stores;

/// <summary>A copy of everything stored.</summary>
/// <param name="File">Its full path.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Hosts">How many hosts are in it.</param>
public sealed record BackupMade(string File, long Bytes, int Hosts);

/// <summary>Makes copies of the stored state while it is in use.</summary>
public interface IBackup
{
    /// <summary>Writes everything stored, as it is at one moment, into a file, and reads the file back whole before it gets its name.</summary>
    /// <param name="path">The full path of a file that is not there yet; null for one named after the time in the folder <c>backups</c> of the data
    /// directory.</param>
    /// <param name="now">The time.</param>
    /// <param name="cancel">Gives up.</param>
    /// <exception cref="RefusedException">There is such a file, it cannot be written, or what was written does not read back.</exception>
    Task<BackupMade> BackupAsync(string? path, DateTimeOffset now, CancellationToken cancel);
}
