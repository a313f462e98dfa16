using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace BootService.Admin;

/// <summary>The certificate that the admin's TLS side shows now. A reload puts another in its place; connections that are open keep theirs.</summary>
/// <param name="leaf">The certificate with its key.</param>
/// <param name="between">Those between it and its authority, which clients are sent with it; may be empty.</param>
internal sealed class AdminTls(X509Certificate2 leaf, X509Certificate2Collection between)
{
    private volatile SslStreamCertificateContext _context = SslStreamCertificateContext.Create(leaf, between, offline: true);

    /// <summary>What is wrong with it, or was with the one we had made, so that there is another now; null when nothing is.</summary>
    public string? Remark { get; init; }

    /// <summary>What a new connection is shown.</summary>
    public SslStreamCertificateContext Context => _context;

    /// <summary>The certificate itself.</summary>
    public X509Certificate2 Leaf => _context.TargetCertificate;

    /// <summary>Shows another one from now on.</summary>
    /// <returns>Whether it is another one.</returns>
    public bool Follow(AdminTls reread)
    {
        var isOther = reread.Leaf.GetCertHashString() != Leaf.GetCertHashString();
        _context = reread.Context;
        return isOther;
    }
}
