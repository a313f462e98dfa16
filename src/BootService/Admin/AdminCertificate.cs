using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using BootService.Core;
using BootService.Core.Networks;
using BootService.Platform.Files;
using BootService.Settings;

namespace BootService.Admin;

/// <summary>The certificate of the admin's TLS side: the admin's own, or one made at the first start.</summary>
internal static class AdminCertificate
{
    /// <summary>Enough for as long as it lives.</summary>
    private const int KeyBits = 3072;

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private static readonly TimeSpan Life = TimeSpan.FromDays(3650);
    private static readonly TimeSpan RenewBefore = TimeSpan.FromDays(30);

    /// <summary>Opens it, making one where none is given and none is there.</summary>
    /// <param name="settings">Where the admin's own lies, if there is one.</param>
    /// <param name="folder">Where one is made and kept.</param>
    /// <param name="frontend">Whom it is for.</param>
    /// <param name="now">Now.</param>
    /// <exception cref="StartException">It cannot be read, or its key does not fit.</exception>
    public static AdminTls Open(AdminSettings settings, string folder, Frontend frontend, DateTimeOffset now)
    {
        var (certificate, key) = settings is { Certificate: { } own, Key: { } ownKey }
            ? (own, ownKey)
            : (Path.Combine(folder, "admin.crt"), Path.Combine(folder, "admin.key"));
        try
        {
            var remade = settings.Certificate is null ? Renew(certificate, key, frontend, now) : null;
            var all = new X509Certificate2Collection();
            all.ImportFromPem(RegularFile.Text(certificate, MediaLimits.DescriptionBytes));
            var leaf = Read(certificate, key);
            return new AdminTls(leaf, [.. all.Skip(1)])
            {
                Remark = remade ?? (WhyNotValid(leaf, now) is { } why
                    ? $"The certificate {certificate} of Admin:Certificate {why}: browsers and stack --server refuse it; give another, or set the clock"
                    : null),
            };
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new StartException(
                $"the certificate {certificate} with the key {key} cannot be used ({fault.Message.TrimEnd('.')}); give both as PEM files with "
                    + "Admin:Certificate and Admin:Key, or move them away to have new ones made");
        }
    }

    /// <summary>
    /// Makes one where none is that goes on, and says so where there was one: who trusts it has to be told. What is damaged stops no machine from booting; it
    /// is put aside.
    /// </summary>
    private static string? Renew(string certificate, string key, Frontend frontend, DateTimeOffset now)
    {
        const string Another = "another was made, which browsers and stack --server do not know yet";
        string[] there = [.. new[] { certificate, key }.Where(Path.Exists)];
        string? remade = null;
        try
        {
            if (there is [_, _])
            {
                using var old = Read(certificate, key);
                if (WhyNotGood(old, frontend, now) is not { } outdated)
                {
                    return null;
                }

                remade = $"The certificate of Admin:Listen {outdated}: {Another}";
            }
            else if (there is [var half])
            {
                remade = $"{Path.GetFileName(half == key ? certificate : key)} of Admin:Listen is gone: {Aside(half)}, and {Another}";
            }
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or CryptographicException)
        {
            remade = $"The certificate of Admin:Listen could not be read ({fault.Message.TrimEnd('.')}): {Aside(certificate)}, {Aside(key)}, and {Another}";
        }

        Make(certificate, key, frontend, now);
        return remade;
    }

    private static string Aside(string path)
    {
        var aside = Enumerable.Range(1, int.MaxValue).Select(number => $"{path}.damaged-{number}")
            .First(name => RegularFile.LookAtName(name).Kind is FileKind.Missing);
        Directory.Move(path, aside);
        return $"{Path.GetFileName(path)} lies aside as {Path.GetFileName(aside)}";
    }

    private static string? WhyNotValid(X509Certificate2 certificate, DateTimeOffset now) => now.UtcDateTime switch
    {
        var time when time < certificate.NotBefore.ToUniversalTime() => $"is good from {Day(certificate.NotBefore)} on, and today is {Day(time)}",
        var time when time >= certificate.NotAfter.ToUniversalTime() => $"was good until {Day(certificate.NotAfter)}, and today is {Day(time)}",
        _ => null,
    };

    private static string Day(DateTime time) => time.ToUniversalTime().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>Why one we made does not go on; null while it is valid for a while, and names every address that this machine is reached at.</summary>
    private static string? WhyNotGood(X509Certificate2 made, Frontend frontend, DateTimeOffset now)
    {
        var names = made.Extensions.OfType<X509SubjectAlternativeNameExtension>();
        var named = names.SelectMany(name => name.EnumerateIPAddresses()).Select(address => address.ToString());
        return now.UtcDateTime >= made.NotAfter.ToUniversalTime() - RenewBefore ? "was near its end"
            // The clock was ahead when it was made.
            : WhyNotValid(made, now) is { } why ? why
            : frontend.All.Select(link => link.Address.ToString()).Except(named).FirstOrDefault() is { } lacking ? $"did not name {lacking}"
            : null;
    }

    private static X509Certificate2 Read(string certificate, string key)
    {
        // A key that is only in memory is not taken by every TLS stack; PKCS#12 and back makes one that is.
        using var pem = X509Certificate2.CreateFromPem(
            RegularFile.Text(certificate, MediaLimits.DescriptionBytes), RegularFile.Text(key, MediaLimits.DescriptionBytes));
        return X509CertificateLoader.LoadPkcs12(pem.Export(X509ContentType.Pkcs12), password: null);
    }

    private static void Make(string certificate, string key, Frontend frontend, DateTimeOffset now)
    {
        // RSA, since firmware of machines is to take it too: edk2 before 2023 knows no elliptic curves.
        using var pair = RSA.Create(KeyBits);
        var request = new CertificateRequest($"CN={frontend.Name}", pair, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        foreach (var name in new[] { frontend.Name, $"{frontend.Name}.{frontend.Domain}", "localhost" }.Distinct(StringComparer.Ordinal))
        {
            names.AddDnsName(name);
        }

        foreach (var link in frontend.All)
        {
            names.AddIpAddress(IPAddress.Parse(link.Address.ToString()));
        }

        names.AddIpAddress(IPAddress.Loopback);
        names.AddIpAddress(IPAddress.IPv6Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: false, hasPathLengthConstraint: false, 0, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], critical: false));
        using var made = request.CreateSelfSigned(now.AddDays(-1), now + Life);
        Write(key, pair.ExportPkcs8PrivateKeyPem());
        Write(certificate, made.ExportCertificatePem());
    }

    // Closed to others from its first moment on, not afterwards.
    private static void Write(string path, string text)
    {
        File.Delete(path);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        using var file = new StreamWriter(path, options);
        file.Write(text + "\n");
    }
}
