namespace BootService.Protocols.Pxe;

/// <summary>What an iPXE or gPXE build can do, by the feature sub-options of option 175 (ipxe.org/howto/dhcpd, src/include/ipxe/features.h).</summary>
[Flags]
public enum IpxeFeatures
{
    /// <summary>No option 175, or nothing in it.</summary>
    None = 0,

    /// <summary>PXE API extensions (16).</summary>
    PxeExtensions = 1 << 0,

    /// <summary>iSCSI (17).</summary>
    Iscsi = 1 << 1,

    /// <summary>ATA over Ethernet (18).</summary>
    Aoe = 1 << 2,

    /// <summary>HTTP (19).</summary>
    Http = 1 << 3,

    /// <summary>HTTPS (20).</summary>
    Https = 1 << 4,

    /// <summary>TFTP (21).</summary>
    Tftp = 1 << 5,

    /// <summary>FTP (22).</summary>
    Ftp = 1 << 6,

    /// <summary>DNS (23).</summary>
    Dns = 1 << 7,

    /// <summary>Linux kernels, bzImage (24).</summary>
    BzImage = 1 << 8,

    /// <summary>Multiboot (25).</summary>
    Multiboot = 1 << 9,

    /// <summary>SLAM (26).</summary>
    Slam = 1 << 10,

    /// <summary>SRP (27).</summary>
    Srp = 1 << 11,

    /// <summary>NBI (32).</summary>
    Nbi = 1 << 16,

    /// <summary>PXE images (33).</summary>
    Pxe = 1 << 17,

    /// <summary>ELF images (34).</summary>
    Elf = 1 << 18,

    /// <summary>COMBOOT (35).</summary>
    Comboot = 1 << 19,

    /// <summary>EFI images (36).</summary>
    Efi = 1 << 20,

    /// <summary>FCoE (37).</summary>
    Fcoe = 1 << 21,

    /// <summary>VLAN (38).</summary>
    Vlan = 1 << 22,

    /// <summary>Menus (39).</summary>
    Menu = 1 << 23,
}
