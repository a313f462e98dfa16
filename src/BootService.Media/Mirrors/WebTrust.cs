using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using BootService.Core;
using BootService.Core.Repositories;
using BootService.Platform.Files;

namespace BootService.Media.Mirrors;

/// <summary>Whom a repository's file says to trust, and as whom to come.</summary>
internal static class WebTrust
{
    /// <summary>How servers are met that were named with the repository.</summary>
    /// <exception cref="RefusedException">A file of certificates cannot be read.</exception>
    public static SslClientAuthenticationOptions Named(RepoFile? repository)
    {
        var options = Found(repository);
        if (repository?.ChecksServer is false)
        {
            // The file says so, and the command repeats it.
            options.CertificateChainPolicy = null;
#pragma warning disable CA5359
            options.RemoteCertificateValidationCallback = (_, _, _, _) => true;
#pragma warning restore CA5359
        }

        if (repository?.ClientCertificate is { } certificate)
        {
            options.ClientCertificates = [Own(certificate, repository.ClientKey ?? certificate)];
        }

        return options;
    }

    /// <summary>How servers are met that a list of mirrors or a redirect leads to: never without a look, and as nobody.</summary>
    /// <exception cref="RefusedException">A file of certificates cannot be read.</exception>
    public static SslClientAuthenticationOptions Found(RepoFile? repository)
    {
        var options = new SslClientAuthenticationOptions();
        if (repository?.Authorities is { } file)
        {
            options.CertificateChainPolicy =
                new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            options.CertificateChainPolicy.CustomTrustStore.AddRange(Read("sslcacert", file, text =>
            {
                var authorities = new X509Certificate2Collection();
                authorities.ImportFromPem(text);
                return authorities.Count > 0 ? authorities : throw new CryptographicException("there is no certificate in it");
            }));
        }

        return options;
    }

    /// <summary>The proxy of a repository; null for none.</summary>
    /// <exception cref="RefusedException">It is no address.</exception>
    public static IWebProxy? ProxyOf(RepoFile repository)
    {
        if (repository.Proxy is not { } text)
        {
            return HttpClient.DefaultProxy;
        }

        if (text.Length == 0)
        {
            return null;
        }

        if (!Uri.TryCreate(text.Contains("://", StringComparison.Ordinal) ? text : "http://" + text, UriKind.Absolute, out var address)
            || address.Scheme is not ("http" or "https" or "socks4" or "socks4a" or "socks5"))
        {
            throw new RefusedException($"repository \"{repository.Id}\": proxy= is no address of a proxy");
        }

        var (user, password) = repository.ProxyUserName is { } name ? (name, repository.ProxyPassword)
            : address.UserInfo.Split(':', 2) is [{ Length: > 0 } own, var secret] ? (Uri.UnescapeDataString(own), Uri.UnescapeDataString(secret))
            : (null, null);
        return new WebProxy(new UriBuilder(address) { UserName = string.Empty, Password = string.Empty }.Uri)
        {
            Credentials = user is null ? null : new NetworkCredential(user, password),
        };
    }

    /// <summary>Whether an address is that of this machine or of its own link (RFC 1122 3.2.1.3, RFC 3927, RFC 4291).</summary>
    public static bool IsLocal(IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return IPAddress.IsLoopback(plain)
            || (plain.AddressFamily is AddressFamily.InterNetwork
                ? plain.GetAddressBytes() is [0, ..] or [127, ..] or [169, 254, ..]
                : plain.IsIPv6LinkLocal || plain.Equals(IPAddress.IPv6Any));
    }

    private static X509Certificate2 Own(string certificate, string key) => Read("sslclientcert", certificate, text =>
    {
        var keyText = key == certificate ? text : Read("sslclientkey", key, other => other);
        using var pem = X509Certificate2.CreateFromPem(text, keyText);
        return X509CertificateLoader.LoadPkcs12(pem.Export(X509ContentType.Pkcs12), password: null);
    });

    private static T Read<T>(string key, string file, Func<string, T> read)
    {
        var path = file.StartsWith("file://", StringComparison.Ordinal) ? file["file://".Length..] : file;
        try
        {
            return read(RegularFile.Text(path, MediaLimits.DescriptionBytes));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new RefusedException($"{key}={file} cannot be used: {fault.Message.ReplaceLineEndings(" ").TrimEnd('.')}");
        }
    }
}
