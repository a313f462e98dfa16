using System.Buffers.Binary;
using System.Security.Cryptography;

namespace BootService.Media.Signing;

/// <summary>The few packets of OpenPGP that a key which only signs is made of (RFC 4880, version 4, which every gpgv and sqv reads).</summary>
internal static class OpenPgpPackets
{
    private const byte Version = 4;
    private const byte Rsa = 1;
    private const byte Sha512 = 10;

    /// <summary>A packet of a kind (RFC 4880 4.2).</summary>
    public static byte[] Packet(int tag, ReadOnlySpan<byte> body) => [(byte)(0xC0 | tag), .. Length(body.Length), .. body];

    /// <summary>The body of a public key of RSA (5.5.2).</summary>
    public static byte[] PublicKey(RSAParameters key, DateTimeOffset created) =>
        [Version, .. Number32((uint)created.ToUnixTimeSeconds()), Rsa, .. Integer(key.Modulus!), .. Integer(key.Exponent!)];

    /// <summary>The fingerprint of a public key (12.2).</summary>
    /// <remarks>Its kind of sum is what OpenPGP names keys by; nothing is signed with it.</remarks>
    public static byte[] Fingerprint(byte[] key) => CryptographicOperations.HashData(HashAlgorithmName.SHA1, [0x99, .. Number16(key.Length), .. key]);

    /// <summary>A signature (5.2.3).</summary>
    /// <param name="rsa">The secret key.</param>
    /// <param name="key">The body of the public one.</param>
    /// <param name="type">What it signs.</param>
    /// <param name="signed">The octets that are signed.</param>
    /// <param name="at">When.</param>
    /// <param name="flags">What the key may be used for, where a key is what is signed; else null.</param>
    public static byte[] Signature(RSA rsa, byte[] key, byte type, byte[] signed, DateTimeOffset at, byte? flags)
    {
        var fingerprint = Fingerprint(key);
        byte[] subpackets =
        [
            .. Subpacket(2, Number32((uint)at.ToUnixTimeSeconds())),
            .. Subpacket(33, [Version, .. fingerprint]),
            .. flags is { } use ? Subpacket(27, [use]) : [],
        ];
        byte[] head = [Version, type, Rsa, Sha512, .. Number16(subpackets.Length), .. subpackets];
        var hash = SHA512.HashData([.. signed, .. head, Version, 0xFF, .. Number32((uint)head.Length)]);
        byte[] issuer = Subpacket(16, fingerprint.AsSpan(fingerprint.Length - 8));
        return Packet(
            2, [.. head, .. Number16(issuer.Length), .. issuer, hash[0], hash[1],
                .. Integer(rsa.SignHash(hash, HashAlgorithmName.SHA512, RSASignaturePadding.Pkcs1))]);
    }

    /// <summary>Text that a signature or a key stands in (6.2), with the sum of its octets.</summary>
    public static string Armor(string what, byte[] octets) =>
        $"-----BEGIN PGP {what}-----\n\n{Convert.ToBase64String(octets, Base64FormattingOptions.InsertLineBreaks).ReplaceLineEndings("\n")}\n"
        + $"={Convert.ToBase64String(Crc24(octets))}\n-----END PGP {what}-----\n";

    private static byte[] Subpacket(byte type, ReadOnlySpan<byte> body) => [.. Length(body.Length + 1), type, .. body];

    private static byte[] Length(int length) => length switch
    {
        < 192 => [(byte)length],
        < 8384 => [(byte)(((length - 192) >> 8) + 192), (byte)(length - 192)],
        _ => [0xFF, .. Number32((uint)length)],
    };

    /// <summary>A whole number (3.2): how many bits it has, and its octets.</summary>
    private static byte[] Integer(byte[] value)
    {
        var octets = value.AsSpan().TrimStart((byte)0);
        return [.. Number16(octets.Length == 0 ? 0 : (octets.Length * 8) - System.Numerics.BitOperations.LeadingZeroCount((uint)octets[0] << 24)), .. octets];
    }

    private static byte[] Number16(int value)
    {
        var octets = new byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(octets, (ushort)value);
        return octets;
    }

    private static byte[] Number32(uint value)
    {
        var octets = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(octets, value);
        return octets;
    }

    private static byte[] Crc24(byte[] octets)
    {
        var sum = 0xB704CEu;
        foreach (var octet in octets)
        {
            sum ^= (uint)octet << 16;
            for (var bit = 0; bit < 8; bit++)
            {
                sum <<= 1;
                sum ^= (sum & 0x1000000) != 0 ? 0x1864CFBu : 0;
            }
        }

        return [(byte)(sum >> 16), (byte)(sum >> 8), (byte)sum];
    }
}
