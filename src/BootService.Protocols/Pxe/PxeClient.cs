using System.Buffers.Binary;
using BootService.Protocols.Dhcp;

namespace BootService.Protocols.Pxe;

/// <summary>Everything a DHCP message says about the firmware or loader that sent it, read once.</summary>
public readonly record struct PxeClient
{
    private const int ScratchLength = 512;
    private const uint FirstRaspberryPiOui = 0xB827EB;

    /// <summary>What option 60 says.</summary>
    public PxeVendor Vendor { get; init; }

    /// <summary>The first known code of option 93, or of option 60's text when 93 is missing; null when neither says.</summary>
    public PxeArchitecture? Architecture { get; init; }

    /// <summary>The firmware behind <see cref="Architecture"/>; a Raspberry Pi by its address although it sends code 0.</summary>
    public PxeFirmware Firmware { get; init; }

    /// <summary>Option 94's UNDI version, major times 256 plus minor; 0 when not said.</summary>
    public ushort UndiVersion { get; init; }

    /// <summary>Option 97's UUID in SMBIOS byte order; null when missing, of another type, all zero or all ones: none of these names a machine.</summary>
    public Guid? Uuid { get; init; }

    /// <summary>Whether iPXE sent it: user class <c>iPXE</c>, raw or as RFC 3004 says, or an option 175 of a client that does not call itself gPXE.</summary>
    public bool IsIpxe { get; init; }

    /// <summary>
    /// Whether gPXE sent it, iPXE's forerunner in old ROMs: it takes none of iPXE's scripts and is led as any PXE ROM is (gPXE, src/image/script.c).
    /// </summary>
    public bool IsGpxe { get; init; }

    /// <summary>What that iPXE can do.</summary>
    public IpxeFeatures Features { get; init; }

    /// <summary>The card, where its iPXE or gPXE names it (option 175.177).</summary>
    public PciDevice Card { get; init; }

    /// <summary>Whether the hardware address is VirtualBox's.</summary>
    public bool IsVirtualBox { get; init; }

    /// <summary>
    /// Whether it is a Raspberry Pi: by its hardware address, by architecture 41, or by a machine identifier that begins with <c>RPi</c>, as its loader writes
    /// it since model 4
    /// (Raspberry Pi bootloader configuration, DHCP_OPTION97).
    /// </summary>
    public bool IsRaspberryPi { get; init; }

    /// <summary>
    /// Whether the hardware address is of a Raspberry Pi before the fourth, whose network boot is in the processor's ROM and was never mended.
    /// </summary>
    public bool IsEarlyRaspberryPi { get; init; }

    /// <summary>Whether a boot loader or firmware asks, as opposed to an operating system.</summary>
    public bool IsNetworkBoot => Vendor is not PxeVendor.None || IsIpxe || IsGpxe;

    /// <summary>
    /// Whether the client wants to know where to go on: it boots from the network, names a processor architecture (option 93), asks for options 66 or 67,
    /// speaks BOOTP, or is U-Boot, which stops with "serverip not set" otherwise. RFC 2131 §2: <c>siaddr</c> is the server to use in the next step of the
    /// client's bootstrap.
    /// </summary>
    public bool WantsNextServer { get; init; }

    /// <summary>Whether this iPXE can fetch a script over HTTP and start a kernel. VirtualBox's ROM calls itself iPXE and cannot.</summary>
    public bool CanRunIpxeScript =>
        IsIpxe && (Features & IpxeFeatures.Http) != IpxeFeatures.None && (Features & (IpxeFeatures.BzImage | IpxeFeatures.Efi)) != IpxeFeatures.None;

    /// <summary>Reads <paramref name="message"/>.</summary>
    public static PxeClient From(in DhcpMessage message)
    {
        Span<byte> scratch = stackalloc byte[ScratchLength];
        message.TryGet(DhcpOptionCode.VendorClass, scratch, out var vendorClass);
        var vendor = VendorOf(vendorClass);
        var architecture = message.TryGet(DhcpOptionCode.ClientArchitecture, out var codes) ? FirstKnown(codes) : null;
        architecture ??= FromText(vendorClass);

        Span<byte> classes = stackalloc byte[ScratchLength];
        var namesItself = message.TryGet(DhcpOptionCode.UserClass, classes, out var userClass);
        var isGpxe = namesItself && Names(userClass, "gPXE"u8);
        var isIpxe = namesItself && Names(userClass, "iPXE"u8);
        var (features, card) = (IpxeFeatures.None, default(PciDevice));
        if (message.TryGet(DhcpOptionCode.Ipxe, scratch, out var encapsulated))
        {
            isIpxe = !isGpxe;
            (features, card) = Encapsulated(encapsulated);
        }

        var oui = message.HasEthernetAddress ? message.HardwareAddress.Oui : 0;
        var hasMachine = message.TryGet(DhcpOptionCode.ClientMachineIdentifier, out var machine);
        var isPi = architecture is PxeArchitecture.ArmRpiBoot || IsRaspberryPiOui(oui) || (hasMachine && machine is [0, (byte)'R', (byte)'P', (byte)'i', ..]);
        message.TryGet(DhcpOptionCode.ParameterRequestList, out var asked);
        var wantsNextServer = vendor is not PxeVendor.None || isIpxe || isGpxe || !codes.IsEmpty || vendorClass.StartsWith("U-Boot"u8) || message.IsBootp
            || asked.ContainsAny((byte)DhcpOptionCode.TftpServerName, (byte)DhcpOptionCode.BootFileName);
        return new PxeClient
        {
            Vendor = vendor,
            Architecture = architecture,
            Firmware = isPi && architecture is PxeArchitecture.X86Bios ? PxeFirmware.RaspberryPi : architecture?.Firmware() ?? PxeFirmware.Unknown,
            UndiVersion = message.TryGet(DhcpOptionCode.ClientNetworkInterface, out var undi) && undi is [1, var major, var minor]
                ? (ushort)((major << 8) | minor)
                : (ushort)0,
            Uuid = hasMachine ? UuidOf(machine) : null,
            IsIpxe = isIpxe,
            IsGpxe = isGpxe,
            WantsNextServer = wantsNextServer,
            Features = features,
            Card = card,
            IsVirtualBox = oui == 0x080027,
            IsRaspberryPi = isPi,
            IsEarlyRaspberryPi = oui == FirstRaspberryPiOui,
        };
    }

    /// <summary>This with what it leaves out and another message of the same program said.</summary>
    public PxeClient CompletedBy(in PxeClient other)
    {
        var knowsItself = Architecture is not null;
        return this with
        {
            Vendor = Vendor is PxeVendor.None ? other.Vendor : Vendor,
            Architecture = knowsItself ? Architecture : other.Architecture,
            Firmware = knowsItself || Firmware is not PxeFirmware.Unknown ? Firmware : other.Firmware,
            UndiVersion = UndiVersion == 0 ? other.UndiVersion : UndiVersion,
            Uuid = Uuid ?? other.Uuid,
            IsIpxe = IsIpxe || other.IsIpxe,
            IsGpxe = IsGpxe || other.IsGpxe,
            WantsNextServer = WantsNextServer || other.WantsNextServer,
            IsRaspberryPi = IsRaspberryPi || other.IsRaspberryPi,
            Features = Features is IpxeFeatures.None ? other.Features : Features,
            Card = Card.IsNone ? other.Card : Card,
        };
    }

    /// <summary>Field by field; the compiler's own comparison would box the architecture, on every packet.</summary>
    public bool Equals(PxeClient other) =>
        Vendor == other.Vendor && Architecture == other.Architecture && Firmware == other.Firmware && UndiVersion == other.UndiVersion
        && Uuid == other.Uuid && IsIpxe == other.IsIpxe && IsGpxe == other.IsGpxe && WantsNextServer == other.WantsNextServer && Features == other.Features
        && Card == other.Card && IsVirtualBox == other.IsVirtualBox && IsRaspberryPi == other.IsRaspberryPi && IsEarlyRaspberryPi == other.IsEarlyRaspberryPi;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Vendor, Firmware, UndiVersion, Uuid, IsIpxe, Features);

    private static PxeVendor VendorOf(ReadOnlySpan<byte> vendorClass) =>
        vendorClass.StartsWith("PXEClient"u8) ? PxeVendor.PxeClient
        : vendorClass.StartsWith("HTTPClient"u8) ? PxeVendor.HttpClient
        : PxeVendor.None;

    // Option 93 may be a list; the first code that has firmware behind it wins, else the first code said.
    private static PxeArchitecture? FirstKnown(ReadOnlySpan<byte> codes)
    {
        for (var rest = codes; rest.Length >= sizeof(ushort); rest = rest[sizeof(ushort)..])
        {
            var architecture = (PxeArchitecture)BinaryPrimitives.ReadUInt16BigEndian(rest);
            if (architecture.Firmware() is not PxeFirmware.Unknown)
            {
                return architecture;
            }
        }

        return codes.Length >= sizeof(ushort) ? (PxeArchitecture)BinaryPrimitives.ReadUInt16BigEndian(codes) : null;
    }

    // "PXEClient:Arch:00007:UNDI:003016": some ROMs leave option 93 out.
    private static PxeArchitecture? FromText(ReadOnlySpan<byte> vendorClass)
    {
        var at = vendorClass.IndexOf(":Arch:"u8);
        if (at < 0 || vendorClass.Length < at + 11)
        {
            return null;
        }

        var value = 0;
        foreach (var digit in vendorClass.Slice(at + 6, 5))
        {
            if (!char.IsAsciiDigit((char)digit))
            {
                return null;
            }

            value = (value * 10) + (digit - '0');
        }

        return value <= ushort.MaxValue ? (PxeArchitecture)value : null;
    }

    // iPXE writes its name as it is; RFC 3004 wants a length octet before each class, of which there may be several.
    private static bool Names(ReadOnlySpan<byte> userClass, ReadOnlySpan<byte> program)
    {
        if (userClass.StartsWith(program))
        {
            return true;
        }

        while (userClass is [var length, ..] && length < userClass.Length)
        {
            if (userClass[1..(length + 1)].SequenceEqual(program))
            {
                return true;
            }

            userClass = userClass[(length + 1)..];
        }

        return false;
    }

    private static (IpxeFeatures Features, PciDevice Card) Encapsulated(ReadOnlySpan<byte> encapsulated)
    {
        const byte BusId = 177;
        var (features, card) = (IpxeFeatures.None, default(PciDevice));
        foreach (var option in new DhcpOptions(encapsulated))
        {
            if ((byte)option.Code is >= 16 and <= 39 and var code && option.Value is [not 0, ..])
            {
                features |= (IpxeFeatures)(1 << (code - 16));
            }
            else if ((byte)option.Code is BusId)
            {
                card = PciDevice.FromBusId(option.Value);
            }
        }

        return (features, card);
    }

    private static Guid? UuidOf(ReadOnlySpan<byte> value) =>
        value is [0, .. { Length: 16 } uuid] && uuid.ContainsAnyExcept((byte)0) && uuid.ContainsAnyExcept((byte)0xFF) ? new Guid(uuid) : null;

    private static bool IsRaspberryPiOui(uint oui) =>
        oui is FirstRaspberryPiOui or 0x28CDC1 or 0xDCA632 or 0xE45F01 or 0xD83ADD or 0x2CCF67 or 0x88A29E;
}
