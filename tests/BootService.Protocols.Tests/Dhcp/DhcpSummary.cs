using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using BootService.Protocols.Dhcp;
using BootService.Protocols.Net;
using BootService.Protocols.Pxe;

namespace BootService.Protocols.Tests.Dhcp;

/// <summary>Text of a message for people: one line for logs, one line per field for goldens.</summary>
internal static class DhcpSummary
{
    /// <summary>Type, machine, addresses and what kind of client or boot file, on one line.</summary>
    public static string Line(in DhcpMessage message)
    {
        var text = new StringBuilder();
        text.Append(TypeName(message)).Append(" xid ").Append(message.TransactionId.ToString("x8", CultureInfo.InvariantCulture));
        text.Append(' ').Append(Hardware(message));
        AppendIf(text, " has ", message.ClientAddress);
        AppendIf(text, " asks ", message.AddressOf(DhcpOptionCode.RequestedAddress));
        AppendIf(text, " gets ", message.YourAddress);
        AppendIf(text, " server ", message.AddressOf(DhcpOptionCode.ServerIdentifier));
        AppendIf(text, " next ", message.ServerAddress);
        AppendIf(text, " relay ", message.RelayAddress);
        if (message.TryGet(DhcpOptionCode.VendorClass, out var vendor))
        {
            text.Append(" class ").Append(Quoted(vendor));
        }

        if (!message.BootFile.IsEmpty)
        {
            text.Append(" file ").Append(Quoted(message.BootFile));
        }

        return text.ToString();
    }

    /// <summary>Every field that says something and every option in the order of the wire, one per line, each line ended by LF.</summary>
    public static string Lines(in DhcpMessage message)
    {
        var text = new StringBuilder();
        text.Append(message.IsRequest ? "request" : "reply").Append(" xid ").Append(message.TransactionId.ToString("x8", CultureInfo.InvariantCulture))
            .Append(" secs ").Append(message.Seconds).Append(" flags ").Append(message.Flags.ToString("x4", CultureInfo.InvariantCulture))
            .Append(" hops ").Append(message.Hops).Append(" length ").Append(message.Bytes.Length).Append('\n');
        AppendIf(text, "ciaddr ", message.ClientAddress, "\n");
        AppendIf(text, "yiaddr ", message.YourAddress, "\n");
        AppendIf(text, "siaddr ", message.ServerAddress, "\n");
        AppendIf(text, "giaddr ", message.RelayAddress, "\n");
        text.Append("chaddr ").Append(Hardware(message)).Append('\n');
        AppendIf(text, "sname ", message.ServerName);
        AppendIf(text, "file ", message.BootFile);
        foreach (var option in message.Options)
        {
            text.Append((byte)option.Code).Append(' ').Append(option.Code is var code && Enum.IsDefined(code) ? code.ToString() : "option")
                .Append(' ').Append(Value(option)).Append('\n');
        }

        return text.ToString();
    }

    private static string TypeName(in DhcpMessage message) =>
        message.Type is DhcpMessageType.None ? "BOOTP" : message.Type.ToString().ToUpperInvariant();

    private static string Hardware(in DhcpMessage message) =>
        message is { HardwareType: 1, HardwareLength: MacAddress.Length }
            ? message.HardwareAddress.ToString()
            : $"{message.HardwareType}/{Convert.ToHexStringLower(message.HardwareAddressField[..message.HardwareLength])}";

    private static string Value(DhcpOption option) => option.Code switch
    {
        DhcpOptionCode.MessageType when option.Value is [var type] => ((DhcpMessageType)type).ToString(),
        DhcpOptionCode.ParameterRequestList => Numbers(option.Value),
        DhcpOptionCode.HostName or DhcpOptionCode.DomainName or DhcpOptionCode.RootPath or DhcpOptionCode.Message or DhcpOptionCode.VendorClass
            or DhcpOptionCode.TftpServerName or DhcpOptionCode.BootFileName or DhcpOptionCode.UserClass
            or DhcpOptionCode.PxelinuxConfigFile or DhcpOptionCode.PxelinuxPathPrefix => Quoted(option.Value),
        DhcpOptionCode.SubnetMask or DhcpOptionCode.Router or DhcpOptionCode.DomainNameServer or DhcpOptionCode.BroadcastAddress
            or DhcpOptionCode.RequestedAddress or DhcpOptionCode.ServerIdentifier or DhcpOptionCode.NtpServer or DhcpOptionCode.SubnetSelection
            or DhcpOptionCode.TftpServerAddress when option.Value.Length % Ipv4.Length == 0 => Addresses(option.Value),
        DhcpOptionCode.LeaseTime or DhcpOptionCode.RenewalTime or DhcpOptionCode.RebindingTime when option.Value.Length == sizeof(uint)
            => $"{BinaryPrimitives.ReadUInt32BigEndian(option.Value)} s",
        DhcpOptionCode.MaximumMessageSize or DhcpOptionCode.InterfaceMtu or DhcpOptionCode.BootFileSize when option.Value.Length == sizeof(ushort)
            => BinaryPrimitives.ReadUInt16BigEndian(option.Value).ToString(CultureInfo.InvariantCulture),
        DhcpOptionCode.ClientArchitecture when option.Value.Length == sizeof(ushort)
            => ((PxeArchitecture)BinaryPrimitives.ReadUInt16BigEndian(option.Value)).ToString(),
        DhcpOptionCode.VendorSpecific or DhcpOptionCode.RelayAgentInformation or DhcpOptionCode.Ipxe => Encapsulated(option.Value),
        _ => Convert.ToHexStringLower(option.Value),
    };

    private static string Numbers(ReadOnlySpan<byte> value)
    {
        var text = new StringBuilder();
        foreach (var number in value)
        {
            text.Append(text.Length == 0 ? "" : ",").Append(number);
        }

        return text.ToString();
    }

    private static string Addresses(ReadOnlySpan<byte> value)
    {
        var text = new StringBuilder();
        for (; !value.IsEmpty; value = value[Ipv4.Length..])
        {
            text.Append(text.Length == 0 ? "" : ",").Append(Ipv4.From(value));
        }

        return text.ToString();
    }

    private static string Encapsulated(ReadOnlySpan<byte> value)
    {
        var text = new StringBuilder();
        foreach (var option in new DhcpOptions(value))
        {
            text.Append(text.Length == 0 ? "" : " ").Append((byte)option.Code).Append('=').Append(Convert.ToHexStringLower(option.Value));
        }

        return text.ToString();
    }

    // What comes from the network is shown, never obeyed: a terminal must not see its control characters.
    private static string Quoted(ReadOnlySpan<byte> value)
    {
        var text = new StringBuilder("\"");
        foreach (var octet in value)
        {
            if (octet is >= 0x20 and < 0x7F and not (byte)'"' and not (byte)'\\')
            {
                text.Append((char)octet);
            }
            else
            {
                text.Append("\\x").Append(octet.ToString("x2", CultureInfo.InvariantCulture));
            }
        }

        return text.Append('"').ToString();
    }

    private static void AppendIf(StringBuilder text, string label, Ipv4 address, string end = "")
    {
        if (!address.IsAny)
        {
            text.Append(label).Append(address).Append(end);
        }
    }

    private static void AppendIf(StringBuilder text, string label, ReadOnlySpan<byte> value)
    {
        if (!value.IsEmpty)
        {
            text.Append(label).Append(Quoted(value)).Append('\n');
        }
    }
}
