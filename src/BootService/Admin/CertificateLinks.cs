using BootService.Interfaces;
using BootService.Settings;

namespace BootService.Admin;

/// <summary>Has the certificate that we made name the addresses of now. The admin's own names what he had it made for.</summary>
internal sealed class CertificateLinks(AdminTls tls, AdminSettings settings, DataFolders folders, TimeProvider time) : IFollowLinks
{
    /// <inheritdoc/>
    public void Follow(BootLinks links)
    {
        if (settings.Certificate is not null)
        {
            return;
        }

        try
        {
            tls.Follow(AdminCertificate.Open(settings, folders.DataDirectory, links.Frontend, time.GetUtcNow()));
        }
        catch (StartException fault)
        {
            throw new IOException(fault.Message, fault);
        }
    }
}
