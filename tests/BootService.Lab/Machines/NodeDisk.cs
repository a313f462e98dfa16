using System.Text.Json;
using BootService.Lab.Processes;

namespace BootService.Lab.Machines;

/// <summary>Files of an installed machine, read from its disk image without mounting it and without root.</summary>
/// <param name="image">Raw image of a disk with a partition table.</param>
public sealed class NodeDisk(string image)
{
    private const int SectorSize = 512;

    /// <summary>Sizes of the partitions in bytes, in the order of the table; none when there is no table.</summary>
    public async Task<IReadOnlyList<long>> PartitionSizesAsync() =>
        [.. (await PartitionsAsync()).Select(partition => partition.Size)];

    /// <summary>Reads a file of whichever ext file system on the disk has it.</summary>
    /// <param name="path">From the root of the file system, with a leading slash.</param>
    /// <returns>Its content, or null when no file system has such a file.</returns>
    public async Task<string?> ReadAsync(string path)
    {
        foreach (var (start, _) in await PartitionsAsync())
        {
            var read = await Tool.RunAsync("debugfs", ["-R", $"cat \"{path}\"", $"{image}?offset={start}"]);
            if (IsClean(read.Error))
            {
                return read.Output;
            }
        }

        return null;
    }

    /// <summary>Names in a folder of whichever ext file system on the disk has it, without <c>.</c> and <c>..</c>.</summary>
    /// <param name="path">From the root of the file system, with a leading slash.</param>
    public async Task<IReadOnlyList<string>> ListAsync(string path)
    {
        foreach (var (start, _) in await PartitionsAsync())
        {
            var read = await Tool.RunAsync("debugfs", ["-R", $"ls -p \"{path}\"", $"{image}?offset={start}"]);
            if (IsClean(read.Error))
            {
                // /inode/mode/uid/gid/name/size/
                return [.. read.Output.Split('\n').Select(line => line.Split('/')).Where(parts => parts.Length > 5)
                    .Select(parts => parts[5]).Where(name => name is not ("." or ".." or ""))];
            }
        }

        return [];
    }

    /// <summary>Besides its errors debugfs prints one line with its own version.</summary>
    private static bool IsClean(string error) => error.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length <= 1;

    private async Task<List<(long Start, long Size)>> PartitionsAsync()
    {
        var table = await Tool.RunAsync("sfdisk", ["--json", image]);
        if (table.ExitCode != 0)
        {
            return [];
        }

        using var json = JsonDocument.Parse(table.Output);
        return json.RootElement.GetProperty("partitiontable").TryGetProperty("partitions", out var partitions)
            ? [.. partitions.EnumerateArray().Select(partition =>
                (partition.GetProperty("start").GetInt64() * SectorSize, partition.GetProperty("size").GetInt64() * SectorSize))]
            : [];
    }
}
