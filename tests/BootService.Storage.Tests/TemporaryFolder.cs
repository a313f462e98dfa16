namespace BootService.Storage.Tests;

/// <summary>A folder that is gone after the test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("bootservice-storage-").FullName;

    public string Database => System.IO.Path.Combine(Path, "bootservice.db");

    public string At(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>What a machine would find on its disk if it lost power now: the database and its log, not closed, not checkpointed.</summary>
    public TemporaryFolder AfterPowerLoss()
    {
        var found = new TemporaryFolder();
        foreach (var name in (string[])["bootservice.db", "bootservice.db-wal"])
        {
            File.Copy(At(name), found.At(name));
        }

        return found;
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
