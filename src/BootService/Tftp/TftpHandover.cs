using System.Text.Json;
using BootService.Platform.Files;
using BootService.Protocols.Tftp;

namespace BootService.Tftp;

/// <summary>A transfer that was open when the daemon stopped, as much of it as its successor needs to go on.</summary>
internal sealed record OpenTransfer
{
    /// <summary>Our address.</summary>
    public required string Server { get; init; }

    /// <summary>Our port of the transfer; clients know no other.</summary>
    public required ushort ServerPort { get; init; }

    /// <summary>The client's address.</summary>
    public required string Peer { get; init; }

    /// <summary>The client's port.</summary>
    public required ushort PeerPort { get; init; }

    /// <summary>The file, in the normal form of its name.</summary>
    public required string Name { get; init; }

    /// <summary>Octets of it; another length is another file.</summary>
    public required long Length { get; init; }

    /// <summary>Its version on disk; null for content that is made.</summary>
    public string? Version { get; init; }

    /// <summary>How it travels.</summary>
    public TftpMode Mode { get; init; }

    /// <summary>What was settled.</summary>
    public TftpTerms Terms { get; init; }

    /// <summary>The first block that the client is not known to have.</summary>
    public long FirstUnacked { get; init; }

    /// <summary>Whether the client has not yet taken the options.</summary>
    public bool AwaitsOptions { get; init; }

    /// <summary>Whether all of it had gone out, so that nothing more follows from that.</summary>
    public bool IsSent { get; init; }
}

/// <summary>
/// Open transfers on their way from one run of the daemon to the next. Firmware that is told of an error in mid-file gives up its boot, and so do loaders;
/// left alone they repeat their last acknowledgement to the port they know for twenty seconds and more, which is longer than a restart takes.
/// </summary>
internal static class TftpHandover
{
    /// <summary>Whoever waited longer has given up.</summary>
    private const long MostBytes = 16 << 20;
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    /// <summary>Leaves the transfers for the next run.</summary>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public static void Write(string folder, IReadOnlyList<OpenTransfer> open, DateTimeOffset now)
    {
        if (open.Count > 0)
        {
            File.WriteAllBytes(PathIn(folder), JsonSerializer.SerializeToUtf8Bytes(new Left(now, open)));
        }
    }

    /// <summary>Takes what the run before left, once; nothing when that is long ago or cannot be read.</summary>
    public static IReadOnlyList<OpenTransfer> Take(string folder, DateTimeOffset now)
    {
        try
        {
            var path = PathIn(folder);
            if (!File.Exists(path))
            {
                return [];
            }

            var left = JsonSerializer.Deserialize<Left>(RegularFile.Bytes(path, MostBytes));
            File.Delete(path);
            return left is { Open: { } open } && now - left.At < Longest && left.At <= now ? open : [];
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or JsonException)
        {
            return []; // their clients begin anew
        }
    }

    private static string PathIn(string folder) => Path.Combine(folder, "tftp.open");

    private sealed record Left(DateTimeOffset At, IReadOnlyList<OpenTransfer> Open);
}
