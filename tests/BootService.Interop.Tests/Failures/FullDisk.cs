using BootService.Lab.Processes;

namespace BootService.Interop.Tests.Failures;

/// <summary>The data of a frontend moved to a file system of their own that has no room left.</summary>
internal sealed class FullDisk : IAsyncDisposable
{
    private readonly string _folder;

    private FullDisk(string folder) => _folder = folder;

    /// <summary>Moves the data between two runs of the daemon, then fills what is left.</summary>
    public static async Task<FullDisk> FillAsync(ServedLan served)
    {
        var folder = served.Daemon.DataDirectory;
        await served.Daemon.StopAsync(TimeSpan.FromSeconds(5));
        var kept = folder + ".kept";
        Directory.Move(folder, kept);
        Directory.CreateDirectory(folder);
        (await Tool.RunAsync("mount", ["-t", "tmpfs", "-o", "size=16m", "tmpfs", folder])).Succeeded();
        var full = new FullDisk(folder);
        try
        {
            (await Tool.RunAsync("cp", ["-a", kept + "/.", folder])).Succeeded();
            await served.Daemon.StartAsync();

            // It ends when there is no room left, which is what is wanted.
            await Tool.RunAsync("dd", ["if=/dev/zero", $"of={Path.Combine(folder, "ballast")}", "bs=4096"]);
            return full;
        }
        catch
        {
            await full.DisposeAsync();
            throw;
        }
    }

    /// <summary>Takes away what filled it.</summary>
    public async Task MakeRoomAsync() => (await Tool.RunAsync("rm", [Path.Combine(_folder, "ballast")])).Succeeded();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => (await Tool.RunAsync("umount", ["-l", _folder])).Succeeded();
}
