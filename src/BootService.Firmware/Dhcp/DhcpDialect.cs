using BootService.Protocols.Dhcp;

namespace BootService.Firmware.Dhcp;

/// <summary>Which rules a client picks its offer by.</summary>
public enum OfferRule
{
    /// <summary>Intel's PXE 2.1 ROM: an offer without <c>PXEClient</c> gives an address only.</summary>
    Intel,

    /// <summary>iPXE: any offer with an address; a boot file from whoever has one.</summary>
    Ipxe,

    /// <summary>edk2's PXE client: classes of offers (docs/firmware.md).</summary>
    Edk2,

    /// <summary>edk2's HTTP client: nothing but <c>HTTPClient</c> with a URL (docs/firmware.md).</summary>
    Edk2Http,
}

/// <summary>
/// How one kind of firmware speaks DHCP: every option in its order, every wait. Measured in docs/firmware.md or taken from the firmware's sources.
/// </summary>
/// <param name="Name">What the firmware is called.</param>
/// <param name="Rule">How it picks an offer.</param>
/// <param name="VendorClass">Option 60.</param>
/// <param name="Architecture">Option 93.</param>
/// <param name="Undi">Option 94: type, major, minor.</param>
public sealed record DhcpDialect(string Name, OfferRule Rule, string VendorClass, ushort Architecture, ReadOnlyMemory<byte> Undi)
{
    private static readonly byte[] IpxeList = [1, 3, 6, 7, 12, 15, 17, 26, 43, 60, 66, 67, 119, 128, 129, 130, 131, 132, 133, 134, 135, 175, 203];

    private static readonly byte[] IntelList =
        [1, 2, 3, 4, 5, 6, 11, 12, 13, 15, 16, 17, 18, 22, 23, 28, 40, 41, 42, 43, 50, 51, 54, 58, 59, 60, 66, 67, 128, 129, 130, 131, 132, 133, 134, 135];

    private static readonly byte[] Edk2List =
        [1, 2, 3, 4, 5, 6, 12, 13, 15, 17, 18, 22, 23, 28, 40, 41, 42, 43, 50, 51, 54, 58, 59, 60, 66, 67, 97, 128, 129, 130, 131, 132, 133, 134, 135];

    private static readonly byte[] Edk2HttpList =
        [1, 2, 3, 4, 5, 6, 12, 13, 15, 17, 18, 22, 23, 28, 40, 41, 42, 43, 50, 51, 54, 58, 59, 60, 235, 67, 97, 128, 129, 130, 131, 132, 133, 134, 135];

    // Bus identification, version, then one flag for each feature: 45 octets as traced.
    private static readonly byte[] IpxeFeatures =
    [
        177, 5, 1, 0x1a, 0xf4, 0x10, 0, 235, 3, 1, 21, 1,
        23, 1, 1, 34, 1, 1, 19, 1, 1, 20, 1, 1, 17, 1, 1, 39, 1, 1, 25, 1, 1, 16, 1, 2, 33, 1, 1, 21, 1, 1, 24, 1, 1,
    ];

    // As above with EFI images (36) instead of bzImage, PXE and ELF images.
    private static readonly byte[] IpxeEfiFeatures =
        [177, 5, 1, 0x1a, 0xf4, 0x10, 0, 235, 3, 1, 21, 1, 23, 1, 1, 19, 1, 1, 20, 1, 1, 17, 1, 1, 39, 1, 1, 21, 1, 1, 36, 1, 1];

    // What is left in the ROM that VirtualBox ships: PXE images by TFTP, no HTTP and no kernels (docs/firmware.md).
    private static readonly byte[] CutDownFeatures = [177, 5, 1, 0x10, 0x22, 0x20, 0, 235, 3, 1, 0, 0, 23, 1, 1, 33, 1, 1, 21, 1, 1];

    /// <summary>Option 55, in order.</summary>
    public ReadOnlyMemory<byte> RequestList { get; init; } = Edk2List;

    /// <summary>Option 77; null for none.</summary>
    public string? UserClass { get; init; }

    /// <summary>Option 175; empty for none.</summary>
    public ReadOnlyMemory<byte> Features { get; init; }

    /// <summary>Whether option 61 is sent: the hardware type and address.</summary>
    public bool SendsIdentifier { get; init; }

    /// <summary>Whether answers are wanted by broadcast.</summary>
    public bool Broadcast { get; init; }

    /// <summary>Option 57 of a DISCOVER, and of a REQUEST; 0 for none.</summary>
    public (ushort Discover, ushort Request) MaximumSize { get; init; } = (1472, 1472);

    /// <summary>Messages are padded to this length; 0 for no padding.</summary>
    public int Padding { get; init; }

    /// <summary>How long each DISCOVER waits, and with it how often one is sent.</summary>
    public IReadOnlyList<TimeSpan> Waits { get; init; } =
        [TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(8), TimeSpan.FromSeconds(16), TimeSpan.FromSeconds(32)];

    /// <summary>How long offers are gathered before one is picked.</summary>
    public TimeSpan Gathering { get; init; } = TimeSpan.FromSeconds(4);

    /// <summary>Intel's boot agent on a BIOS: a PXE 2.1 ROM, UNDI 2.1, no iPXE in it (RFC 4578; PXE 2.1 §2.2).</summary>
    public static DhcpDialect IntelBios { get; } = new("Intel BIOS PXE", OfferRule.Intel, "PXEClient:Arch:00000:UNDI:002001", 0, new byte[] { 1, 2, 1 })
    {
        RequestList = IntelList,
        Broadcast = true,
        MaximumSize = (1260, 1260),
        Padding = 548,
    };

    /// <summary>The iPXE in the ROM of a BIOS card, as in QEMU's.</summary>
    public static DhcpDialect IpxeBios { get; } = Ipxe("iPXE on BIOS", "PXEClient:Arch:00000:UNDI:002001", 0, [1, 2, 1], IpxeFeatures);

    /// <summary>VirtualBox's BIOS network boot: an iPXE cut down to chain another loader.</summary>
    public static DhcpDialect VirtualBox { get; } = Ipxe("VirtualBox BIOS", "PXEClient:Arch:00000:UNDI:002001", 0, [1, 2, 1], CutDownFeatures);

    /// <summary>iPXE as a UEFI program: ipxe.efi, snponly.efi, a UEFI ROM.</summary>
    public static DhcpDialect IpxeEfi { get; } = Ipxe("iPXE on UEFI", "PXEClient:Arch:00007:UNDI:003010", 7, [1, 3, 10], IpxeEfiFeatures);

    /// <summary>UEFI's own PXE client (edk2), 64-bit x86.</summary>
    public static DhcpDialect Edk2Pxe { get; } = new("UEFI PXE", OfferRule.Edk2, "PXEClient:Arch:00007:UNDI:003000", 7, new byte[] { 1, 3, 0 })
    {
        Broadcast = true,
        MaximumSize = (1472, 65280),
    };

    /// <summary>UEFI's own HTTP client (edk2), 64-bit x86.</summary>
    public static DhcpDialect Edk2Http { get; } = new("UEFI HTTP boot", OfferRule.Edk2Http, "HTTPClient:Arch:00016:UNDI:003000", 16, new byte[] { 1, 3, 0 })
    {
        RequestList = Edk2HttpList,
        Broadcast = true,
        MaximumSize = (1472, 65280),
    };

    // DHCP_DISC_START_TIMEOUT_SEC 1, doubled up to 10; DHCP_DISC_PROXY_TIMEOUT_SEC 2 (iPXE, src/config/dhcp.h).
    private static DhcpDialect Ipxe(string name, string vendor, ushort architecture, byte[] undi, byte[] features) =>
        new(name, OfferRule.Ipxe, vendor, architecture, undi)
        {
            RequestList = IpxeList,
            UserClass = "iPXE",
            Features = features,
            SendsIdentifier = true,
            Waits = [TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(8), TimeSpan.FromSeconds(10)],
            Gathering = TimeSpan.FromSeconds(2),
        };

    /// <summary>Writes a message.</summary>
    /// <param name="datagram">Receives it; 1,024 octets are enough.</param>
    /// <param name="type">DISCOVER or REQUEST.</param>
    /// <param name="machine">Who sends it.</param>
    /// <param name="transaction">xid.</param>
    /// <param name="taking">The offer a REQUEST takes; null in a DISCOVER.</param>
    /// <param name="boot">The offer whose boot server is asked on port 4011; null on port 67.</param>
    /// <returns>Its length.</returns>
    public int Write(Span<byte> datagram, DhcpMessageType type, Machine machine, uint transaction, DhcpOffer? taking = null, DhcpOffer? boot = null)
    {
        ArgumentNullException.ThrowIfNull(machine);
        var writer = new DhcpRequestWriter(datagram, type, machine.Mac, transaction) { WantsBroadcast = Broadcast && boot is null };
        if (boot is not null)
        {
            writer.ClientAddress = taking!.Address;
        }
        else if (taking is not null)
        {
            writer.Add(DhcpOptionCode.ServerIdentifier, taking.Server);
            writer.Add(DhcpOptionCode.RequestedAddress, taking.Address);
        }

        var size = type is DhcpMessageType.Discover ? MaximumSize.Discover : MaximumSize.Request;
        writer.Add(DhcpOptionCode.MaximumMessageSize, size);
        if (Rule is OfferRule.Ipxe)
        {
            AddIpxe(ref writer, machine);
        }
        else
        {
            writer.Add(DhcpOptionCode.ParameterRequestList, RequestList.Span);
            AddMachine(ref writer, machine);
            writer.Add(DhcpOptionCode.ClientNetworkInterface, Undi.Span);
            writer.Add(DhcpOptionCode.ClientArchitecture, Architecture);
            writer.AddText(DhcpOptionCode.VendorClass, VendorClass);
        }

        return writer.Finish(Padding);
    }

    private void AddIpxe(ref DhcpRequestWriter writer, Machine machine)
    {
        Span<byte> identifier = stackalloc byte[7];
        identifier[0] = 1;
        machine.Mac.CopyTo(identifier[1..]);
        writer.AddText(DhcpOptionCode.VendorClass, VendorClass);
        writer.Add(DhcpOptionCode.ClientArchitecture, Architecture);
        writer.Add(DhcpOptionCode.ClientNetworkInterface, Undi.Span);
        writer.AddText(DhcpOptionCode.UserClass, UserClass);
        writer.Add(DhcpOptionCode.ParameterRequestList, RequestList.Span);
        writer.Add(DhcpOptionCode.Ipxe, Features.Span);
        if (SendsIdentifier)
        {
            writer.Add(DhcpOptionCode.ClientIdentifier, identifier);
        }

        AddMachine(ref writer, machine);
    }

    private static void AddMachine(ref DhcpRequestWriter writer, Machine machine)
    {
        Span<byte> identifier = stackalloc byte[17];
        identifier.Clear();
        machine.Uuid.TryWriteBytes(identifier[1..]);
        writer.Add(DhcpOptionCode.ClientMachineIdentifier, identifier);
    }
}
