using System.Net.NetworkInformation;
using System.Net.Sockets;
using BootService.Core.Doctor;
using BootService.Platform.Programs;
using BootService.Protocols.Net;

namespace BootService.Doctor;

/// <summary>This machine as the kernel describes it. What cannot be read is left out.</summary>
internal static class LocalMachine
{
    private const int LargestFilter = 16 << 20;

    private static readonly TimeSpan LongestRun = TimeSpan.FromSeconds(5);

    /// <summary>The interfaces but for the loopback.</summary>
    public static IReadOnlyList<LocalInterface> Interfaces() =>
        [.. NetworkInterface.GetAllNetworkInterfaces().Where(card => card.NetworkInterfaceType is not NetworkInterfaceType.Loopback).Select(Read)];

    /// <summary>What programs of this machine listen on, our own sockets apart.</summary>
    public static (IReadOnlyList<OpenPort> Own, IReadOnlyList<OpenPort> Others) Ports()
    {
        var own = SocketsOf("/proc/self/fd").ToHashSet();
        var all = OpenPort.Read("udp", Text("/proc/self/net/udp")).Concat(OpenPort.Read("tcp", Text("/proc/self/net/tcp")))
            .ToLookup(port => own.Contains(port.Inode));
        return ([.. all[true]], [.. all[false]]);
    }

    /// <summary>The program that has a socket; null when nobody lets us see.</summary>
    public static string? OwnerOf(long inode)
    {
        foreach (var process in Directory.EnumerateDirectories("/proc").Where(folder => char.IsAsciiDigit(Path.GetFileName(folder)[0])))
        {
            if (SocketsOf(Path.Combine(process, "fd")).Contains(inode))
            {
                return $"{Text(Path.Combine(process, "comm")).Trim()} (process {Path.GetFileName(process)})";
            }
        }

        return null;
    }

    /// <summary>Runs a program that prints the packet filter.</summary>
    /// <returns>What it printed; null when it is not here, or did not print it in time.</returns>
    public static async Task<string?> RunAsync(string program, string[] arguments, TimeProvider time, CancellationToken cancel)
    {
        var call = new ProgramCall(program, arguments) { Limit = LongestRun, MostOutput = LargestFilter, EndsWhenTooLong = true };
        return await ProgramRunner.RunAsync(call, time, cancel) is ProgramEnd.Ended { ExitCode: 0 } ended ? ended.Output : null;
    }

    private static LocalInterface Read(NetworkInterface card)
    {
        var properties = card.GetIPProperties();
        var mac = card.GetPhysicalAddress().GetAddressBytes();
        return new LocalInterface(
            card.Name,
            mac.Length == MacAddress.Length ? MacAddress.From(mac) : default,
            card.OperationalStatus is OperationalStatus.Up or OperationalStatus.Unknown,
            properties.GetIPv4Properties()?.Mtu ?? 1500,
            [.. properties.UnicastAddresses.Where(has => has.Address.AddressFamily is AddressFamily.InterNetwork)
                .Select(has => (Ipv4.From(has.Address.GetAddressBytes()), new Ipv4Network(Ipv4.From(has.Address.GetAddressBytes()), has.PrefixLength)))])
        {
            AnswersArpForItselfOnly = ArpIgnore("all") || ArpIgnore(card.Name),
        };
    }

    /// <summary>How many neighbours' cards the kernel remembers; null where it does not say, as in a unit that sees nothing of /proc/sys.</summary>
    public static int? MostNeighbours() => int.TryParse(Text("/proc/sys/net/ipv4/neigh/default/gc_thresh3"), out var most) ? most : null;

    private static bool ArpIgnore(string name) => Text($"/proc/sys/net/ipv4/conf/{name}/arp_ignore").Trim() is not ("" or "0");

    private static IEnumerable<long> SocketsOf(string folder)
    {
        const string Start = "socket:[";
        string[] descriptors;
        try
        {
            descriptors = Directory.GetFileSystemEntries(folder);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            yield break;
        }

        foreach (var descriptor in descriptors)
        {
            if (TargetOf(descriptor) is { } target && target.LastIndexOf(Start, StringComparison.Ordinal) is >= 0 and var at
                && long.TryParse(target.AsSpan(at + Start.Length).TrimEnd(']'), out var inode))
            {
                yield return inode;
            }
        }
    }

    private static string? TargetOf(string link)
    {
        try
        {
            return new FileInfo(link).LinkTarget;
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static string Text(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            return string.Empty;
        }
    }
}
