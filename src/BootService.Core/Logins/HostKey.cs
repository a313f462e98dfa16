using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using BootService.Core.Installers;

namespace BootService.Core.Logins;

/// <summary>
/// The keys that sshd of a node shows who it is by. With <c>ssh.host_keys=keep</c> the frontend makes them when a host is first set to
/// install, keeps them as secret attributes of the host and gives them to every later install, so that nobody meets a changed key.
/// </summary>
public static class HostKey
{
    /// <summary>What the names of the kept keys begin with.</summary>
    public const string Prefix = "ssh.host_key.";

    /// <summary>The attribute that says whether keys are kept.</summary>
    public const string KeepAttribute = "ssh.host_keys";

    /// <summary>The key of Enterprise Linux 7 and later.</summary>
    public const string Ecdsa = Prefix + "ecdsa";

    /// <summary>The key of Enterprise Linux 6, whose sshd knows no other kind of these.</summary>
    public const string Rsa = Prefix + "rsa";

    private const int RsaBits = 3072;

    /// <summary>Whether the keys of a host outlive an install.</summary>
    public static bool IsKept(Func<string, string?> attributes)
    {
        ArgumentNullException.ThrowIfNull(attributes);
        return string.Equals(attributes(KeepAttribute)?.Trim(), "keep", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>The attribute that the key is kept in for systems of an installer; null when none is placed by it.</summary>
    public static string? AttributeFor(Installer? installer) => installer switch
    {
        Installer.Anaconda { Generation: AnacondaGeneration.El6 } => Rsa,
        Installer.Anaconda or Installer.Debian or Installer.Ubuntu => Ecdsa,
        _ => null,
    };

    /// <summary>A new private key as sshd reads it, in PEM.</summary>
    /// <param name="attribute">Which: <see cref="Ecdsa"/> or <see cref="Rsa"/>.</param>
    public static string New(string attribute)
    {
        if (attribute == Rsa)
        {
            using var rsa = RSA.Create(RsaBits);
            return rsa.ExportRSAPrivateKeyPem() + "\n";
        }

        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return key.ExportECPrivateKeyPem() + "\n";
    }

    /// <summary>The public half of a kept key as known_hosts and <c>.pub</c> files have it: the kind and the key; null when the text is no key of
    /// ours.</summary>
    public static string? PublicOf(string privateKey)
    {
        ArgumentNullException.ThrowIfNull(privateKey);
        try
        {
            return privateKey.Contains("RSA", StringComparison.Ordinal) ? PublicRsa(privateKey) : PublicEcdsa(privateKey);
        }
        catch (Exception fault) when (fault is ArgumentException or CryptographicException)
        {
            return null;
        }
    }

    /// <summary>RFC 4253 §6.6: kind, exponent, modulus.</summary>
    private static string PublicRsa(string privateKey)
    {
        using var key = RSA.Create();
        key.ImportFromPem(privateKey);
        var numbers = key.ExportParameters(includePrivateParameters: false);
        return Line("ssh-rsa", Number(numbers.Exponent!), Number(numbers.Modulus!));
    }

    /// <summary>RFC 5656 §3.1: kind, curve, point without compression.</summary>
    private static string PublicEcdsa(string privateKey)
    {
        using var key = ECDsa.Create();
        key.ImportFromPem(privateKey);
        var point = key.ExportParameters(includePrivateParameters: false).Q;
        return Line("ecdsa-sha2-nistp256", Encoding.ASCII.GetBytes("nistp256"), [4, .. point.X!, .. point.Y!]);
    }

    private static string Line(string kind, params byte[][] parts)
    {
        byte[] blob = [.. parts.Prepend(Encoding.ASCII.GetBytes(kind)).SelectMany(part =>
        {
            var length = new byte[sizeof(uint)];
            BinaryPrimitives.WriteInt32BigEndian(length, part.Length);
            return length.Concat(part);
        })];
        return $"{kind} {Convert.ToBase64String(blob)}";
    }

    // A number whose first bit is set would be negative without an octet of zero before it.
    private static byte[] Number(byte[] unsigned) => unsigned[0] >= 0x80 ? [0, .. unsigned] : unsigned;
}
