using System.Buffers.Binary;
using BootService.Protocols.Net;

namespace BootService.Protocols.Ipv6;

/// <summary>A DHCPv6 SOLICIT of firmware that looks for something to boot, and the answer that there is nothing (RFC 8415 §18.3.9, RFC 5970).</summary>
/// <remarks>Total: no input makes it throw.</remarks>
public readonly ref struct Dhcp6Solicitation
{
    /// <summary>The port servers listen at.</summary>
    public const int ServerPort = 547;

    /// <summary>Octets that are enough for an answer to any solicitation that is taken.</summary>
    public const int Capacity = HeaderLength + OptionHeader + LongestIdentifier + 32;

    private const byte Solicit = 1;
    private const byte Advertise = 2;
    private const int HeaderLength = 4;
    private const int OptionHeader = 4;
    private const int LongestIdentifier = 130;
    private const ushort ClientIdentifier = 1;
    private const ushort ServerIdentifier = 2;
    private const ushort Preference = 7;
    private const ushort ClientArchitecture = 61;

    private readonly ReadOnlySpan<byte> _transaction;
    private readonly ReadOnlySpan<byte> _client;

    private Dhcp6Solicitation(ReadOnlySpan<byte> transaction, ReadOnlySpan<byte> client)
    {
        _transaction = transaction;
        _client = client;
    }

    /// <summary>Reads a message.</summary>
    /// <returns>Whether it is a solicitation of firmware: only that says which architecture it is. An operating system's is none.</returns>
    public static bool TryParse(ReadOnlySpan<byte> message, out Dhcp6Solicitation solicitation)
    {
        solicitation = default;
        if (message.Length < HeaderLength || message[0] != Solicit)
        {
            return false;
        }

        var client = ReadOnlySpan<byte>.Empty;
        var isFirmware = false;
        for (var rest = message[HeaderLength..]; rest.Length >= OptionHeader;)
        {
            var code = BinaryPrimitives.ReadUInt16BigEndian(rest);
            var whole = OptionHeader + BinaryPrimitives.ReadUInt16BigEndian(rest[2..]);
            if (whole > rest.Length)
            {
                return false;
            }

            isFirmware |= code == ClientArchitecture;
            client = code == ClientIdentifier ? rest[..whole] : client;
            rest = rest[whole..];
        }

        if (!isFirmware || client.Length is <= OptionHeader or > OptionHeader + LongestIdentifier)
        {
            return false;
        }

        solicitation = new Dhcp6Solicitation(message[1..HeaderLength], client);
        return true;
    }

    /// <summary>Writes the answer that there is neither an address nor anything to boot, to be taken at once.</summary>
    /// <param name="destination">At least <see cref="Capacity"/> octets.</param>
    /// <param name="server">Our card, which names us.</param>
    /// <returns>The octets written.</returns>
    public int WriteNothingHere(Span<byte> destination, MacAddress server)
    {
        const byte Highest = 255;
        destination[0] = Advertise;
        _transaction.CopyTo(destination[1..]);
        _client.CopyTo(destination[HeaderLength..]);
        var rest = destination[(HeaderLength + _client.Length)..];

        // A DUID of the kind "link-layer address", of Ethernet.
        ReadOnlySpan<byte> name = [0, 3, 0, 1];
        BinaryPrimitives.WriteUInt16BigEndian(rest, ServerIdentifier);
        BinaryPrimitives.WriteUInt16BigEndian(rest[2..], (ushort)(name.Length + MacAddress.Length));
        name.CopyTo(rest[OptionHeader..]);
        server.CopyTo(rest[(OptionHeader + name.Length)..]);
        rest = rest[(OptionHeader + name.Length + MacAddress.Length)..];

        // Of the highest preference: no better answer is waited for (RFC 8415 §18.2.1).
        BinaryPrimitives.WriteUInt16BigEndian(rest, Preference);
        BinaryPrimitives.WriteUInt16BigEndian(rest[2..], 1);
        rest[OptionHeader] = Highest;
        return destination.Length - rest.Length + OptionHeader + 1;
    }
}
