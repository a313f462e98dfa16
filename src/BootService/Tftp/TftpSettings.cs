using System.ComponentModel;
using BootService.Protocols.Tftp;
using BootService.Settings;

namespace BootService.Tftp;

/// <summary>How the TFTP server runs.</summary>
internal sealed record TftpSettings : ICheckedSettings
{
    /// <summary>Whether TFTP is served at all.</summary>
    [Description("Whether TFTP is served.")]
    public bool Enabled { get; init; } = true;

    /// <summary>UDP port of the requests; other than 69 for tests only. 0 lets the kernel choose.</summary>
    [Description("UDP port of the requests; other than 69 for tests only, 0 lets the kernel choose.")]
    public int Port { get; init; } = 69;

    /// <summary>
    /// Ports the transfers leave from, for firewalls: <c>50000-50015</c>. Each worker takes up to eight of them and needs one; with two or more,
    /// two files in a row never reach one port of a client from the same port. Null: whatever the kernel gives.
    /// </summary>
    [Description("The ports that transfers leave from, for firewalls, such as 50000-50015; whatever the kernel gives when left out.")]
    public string? DataPorts { get; init; }

    /// <summary>Threads, each with sockets of its own; 0 for one to every two processors, four at most.</summary>
    [Description("Threads, 1 to 16; 0 for one to every two processors, four at most.")]
    public int Workers { get; init; }

    /// <summary>Largest block granted, in bytes; 0 for what the interface carries whole (its MTU less 32).</summary>
    [Description("Largest block granted, 512 to 65464 octets; 0 for what the interface carries whole.")]
    public int MaxBlockSize { get; init; }

    /// <summary>Largest window granted, in blocks.</summary>
    [Description("Largest window granted, 1 to 64 blocks.")]
    public int MaxWindowSize { get; init; } = 64;

    /// <summary>Open transfers of all machines together; beyond it requests wait for the client's next try.</summary>
    [Description("Open transfers of all machines together.")]
    public int MaxTransfers { get; init; } = 16_384;

    /// <summary>Open transfers of one address. Firmware has one or two open; load generators and machines behind one relay address have many.</summary>
    [Description("Open transfers of one address.")]
    public int MaxTransfersPerPeer { get; init; } = 1024;

    /// <summary>Mebibytes of memory for framed files. A file that has no room in it is read from disk window by window.</summary>
    [Description("Mebibytes of memory for files that several machines fetch at a time.")]
    public int CacheMegabytes { get; init; } = 512;

    /// <summary>How long a transfer may stand still before it is given up.</summary>
    [Description("How long a transfer may stand still before it is given up.")]
    public TimeSpan GiveUpAfter { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a request may stay without a first sign of its client.</summary>
    [Description("How long a request may stay without a first sign of its client.")]
    public TimeSpan GiveUpSilentAfter { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Threads to run.</summary>
    public int WorkerCount => Workers > 0 ? Workers : Math.Clamp(Environment.ProcessorCount / 2, 1, 4);

    /// <summary>Data ports of each worker, with the range shared evenly.</summary>
    public int PortsOfWorker => TryDataPorts(out var range) && range.First > 0
        ? Math.Clamp((range.Last - range.First + 1) / WorkerCount, 1, TftpPorts.Most)
        : TftpPorts.Most;

    /// <summary>The range of <see cref="DataPorts"/>; (0, 0) for any port.</summary>
    /// <returns>False when the text is no range.</returns>
    public bool TryDataPorts(out (ushort First, ushort Last) ports)
    {
        ports = default;
        if (string.IsNullOrEmpty(DataPorts))
        {
            return true;
        }

        var parts = DataPorts.Split('-');
        return parts.Length == 2 && ushort.TryParse(parts[0], out ports.First) && ushort.TryParse(parts[1], out ports.Last)
            && ports.First > 0 && ports.First <= ports.Last;
    }

    /// <summary>What is wrong with these settings, one sentence each; nothing when all is well.</summary>
    public IEnumerable<string> Faults()
    {
        if (OutOfRange(Port, 0, 65_535))
        {
            yield return $"Tftp:Port is {Port}; a UDP port is 0 to 65535, and firmware knows only 69";
        }

        if (OutOfRange(Workers, 0, 16))
        {
            yield return $"Tftp:Workers is {Workers}; write 1 to 16 threads, or 0 for the usual number";
        }

        if (MaxBlockSize != 0 && OutOfRange(MaxBlockSize, TftpOptions.DefaultBlockSize, TftpOptions.MaxBlockSize))
        {
            yield return $"Tftp:MaxBlockSize is {MaxBlockSize}; write 512 to 65464 bytes, or 0 for what the interface carries whole";
        }

        if (OutOfRange(MaxWindowSize, 1, 64))
        {
            yield return $"Tftp:MaxWindowSize is {MaxWindowSize}; write 1 to 64 blocks";
        }

        if (OutOfRange(MaxTransfers, 1, 1_000_000) || OutOfRange(MaxTransfersPerPeer, 1, 65_535))
        {
            yield return $"Tftp:MaxTransfers is {MaxTransfers} and Tftp:MaxTransfersPerPeer {MaxTransfersPerPeer}; write 1 to 1000000 and 1 to 65535";
        }

        if (OutOfRange(CacheMegabytes, 0, 1_048_576))
        {
            yield return $"Tftp:CacheMegabytes is {CacheMegabytes}; write 0 to 1048576";
        }

        if (OutOfRange((int)GiveUpAfter.TotalSeconds, 1, 600) || OutOfRange((int)GiveUpSilentAfter.TotalSeconds, 1, 600))
        {
            yield return $"Tftp:GiveUpAfter is {GiveUpAfter} and Tftp:GiveUpSilentAfter {GiveUpSilentAfter}; write 1 second to 10 minutes, as 00:00:30";
        }

        if (!TryDataPorts(out var ports))
        {
            yield return $"Tftp:DataPorts is \"{DataPorts}\"; write a range of UDP ports, as 50000-50015";
        }
        else if (ports.First > 0 && ports.Last - ports.First + 1 < WorkerCount)
        {
            yield return $"Tftp:DataPorts is {DataPorts}, fewer ports than the {WorkerCount} workers need; widen the range";
        }
    }

    private static bool OutOfRange(int value, int least, int most) => value < least || value > most;
}
