using BootService.Settings;

namespace BootService.Power;

/// <summary>The daemon's own ssh key, made when it is first needed: nobody's own keys are asked for.</summary>
internal sealed class DaemonKey(DataFolders folders) : IDisposable
{
    /// <summary>What is said where there is no ssh.</summary>
    public const string NoSsh = "ssh is not installed on the frontend: apt-get install openssh-client";

    private readonly SemaphoreSlim _making = new(1);

    /// <summary>Its private half.</summary>
    public string File => Path.Combine(folders.DataDirectory, "ssh", "id_ed25519");

    /// <summary>Its public half.</summary>
    public string PublicFile => File + ".pub";

    /// <summary>The computers it has met.</summary>
    public string KnownHosts => Path.Combine(folders.DataDirectory, "ssh", "known_hosts");

    /// <summary>Makes the key if there is none.</summary>
    /// <returns>Why it cannot be made, a sentence; null when it is there.</returns>
    public async Task<string?> WhyNotAsync(CancellationToken cancel)
    {
        if (System.IO.File.Exists(File))
        {
            return null;
        }

        await _making.WaitAsync(cancel);
        try
        {
            return System.IO.File.Exists(File) ? null : await MakeAsync(cancel);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return $"{File} cannot be made: {fault.Message.TrimEnd('.')}";
        }
        finally
        {
            _making.Release();
        }
    }

    public void Dispose() => _making.Dispose();

    private async Task<string?> MakeAsync(CancellationToken cancel)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(File)!, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return await ToolRun.RunAsync(
            "ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-C", $"bootservice@{Environment.MachineName}", "-f", File], ToolRun.NoEnvironment, cancel) switch
        {
            null => NoSsh,
            { Exit: 0 } => null,
            var failed => $"{File} cannot be made: {failed.Value.LastLine}",
        };
    }
}
