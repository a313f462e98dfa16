using BootService.Protocols.Dns;
using BootService.Protocols.Net;

namespace BootService.Core.Names;

/// <summary>What is said to a question for a name.</summary>
public enum NameAnswer
{
    /// <summary>The name is none of ours: another server may know it.</summary>
    Others,

    /// <summary>Its addresses.</summary>
    Addresses,

    /// <summary>The name of an address.</summary>
    Name,

    /// <summary>Where its zone begins.</summary>
    Authority,

    /// <summary>The server of its zone.</summary>
    Server,

    /// <summary>The name is ours and has nothing of the kind.</summary>
    Nothing,

    /// <summary>There is no such name, and nobody else can know it.</summary>
    NoSuchName,
}

/// <summary>The decision on a question for a name. Pure, and allocates nothing.</summary>
/// <remarks>
/// A zone of ours is ours whole: a name in it that no host has does not exist, and is asked of nobody else. So is a name without a dot, which other servers
/// are not to be bothered with, and an address of a network of ours.
/// </remarks>
public readonly ref struct NameVerdict
{
    private const string ReverseZone = ".in-addr.arpa";

    private NameVerdict(NameAnswer answer, string? zone = null) => (Answer, Zone) = (answer, zone);

    /// <summary>What is said.</summary>
    public NameAnswer Answer { get; }

    /// <summary>The zone of ours that the name is in; null for none.</summary>
    public string? Zone { get; }

    /// <summary>With <see cref="NameAnswer.Addresses"/>: they.</summary>
    public ReadOnlySpan<Ipv4> Addresses { get; private init; }

    /// <summary>With <see cref="NameAnswer.Name"/>: it.</summary>
    public string? Name { get; private init; }

    /// <summary>Decides.</summary>
    /// <param name="table">What there is.</param>
    /// <param name="type">What is asked for.</param>
    /// <param name="name">Of which name, in lower case and without the last dot.</param>
    public static NameVerdict On(NameTable table, DnsType type, scoped ReadOnlySpan<char> name)
    {
        ArgumentNullException.ThrowIfNull(table);
        if (name.EndsWith(ReverseZone, StringComparison.Ordinal) && TryReverse(name[..^ReverseZone.Length], out var address))
        {
            return table.NameOf(address) is { } known
                ? new NameVerdict(type is DnsType.NameOfAddress or DnsType.Any ? NameAnswer.Name : NameAnswer.Nothing) { Name = known }
                : new NameVerdict(table.IsOurs(address) ? NameAnswer.NoSuchName : NameAnswer.Others);
        }

        var zone = table.ZoneOf(name);
        var addresses = table.AddressesOf(name);
        if (!addresses.IsEmpty)
        {
            return new NameVerdict(type is DnsType.Address or DnsType.Any ? NameAnswer.Addresses : NameAnswer.Nothing, zone) { Addresses = addresses };
        }

        if (zone is not null && name.Length == zone.Length)
        {
            return new NameVerdict(
                type switch { DnsType.Authority or DnsType.Any => NameAnswer.Authority, DnsType.NameServer => NameAnswer.Server, _ => NameAnswer.Nothing },
                zone);
        }

        var isLocal = zone is not null || (!name.IsEmpty && !name.Contains('.'));
        return new NameVerdict(isLocal ? NameAnswer.NoSuchName : NameAnswer.Others, zone);
    }

    /// <summary>Reads an address whose octets stand the other way round.</summary>
    private static bool TryReverse(ReadOnlySpan<char> text, out Ipv4 address)
    {
        address = default;
        if (!Ipv4.TryParse(text, null, out var reversed))
        {
            return false;
        }

        address = new Ipv4(System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(reversed.Value));
        return true;
    }
}
