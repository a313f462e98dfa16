using BootService.Lab.Lan;
using Xunit;

namespace BootService.Interop.Tests.Clients;

/// <summary>Loaders over TLS, fetched by clients that can encrypt as old firmware can, and as browsers do.</summary>
public sealed class TlsClientTests
{
    private static readonly byte[] Original = File.ReadAllBytes("/usr/lib/PXELINUX/pxelinux.0");

    [Fact]
    public async Task Each_kind_of_firmware_finds_a_way_to_encrypt()
    {
        await using var served = await ServedLan.StartAsync(["--Http:TlsPort=443"]);
        var client = await served.Lan.AddClientAsync();
        await client.TakeAddressAsync(BootLan.AddressOf(1));

        // edk2 before 2023 has no elliptic curves, and what remains is a key that travels under the certificate's RSA key.
        foreach (var offered in new[]
            {
                "--tls-max 1.2 --ciphers AES256-SHA", "--tls-max 1.2 --ciphers AES128-SHA256", "--tls-max 1.2 --ciphers AES128-GCM-SHA256",
                "--tls-max 1.2 --ciphers ECDHE-RSA-AES256-GCM-SHA384", "--tlsv1.3",
            })
        {
            var file = Path.Combine(served.Lan.Scratch, Path.GetRandomFileName());
            (await client.RunAsync(
                "curl", ["-sS", "--fail", "--cacert", Path.Combine(served.Daemon.DataDirectory, "admin.crt"), .. offered.Split(' '), "-o", file,
                    $"https://{BootLan.Address}/install/boot/pxelinux.0"])).Succeeded();
            Assert.Equal(Original, await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken));
        }

        Assert.NotEqual(
            0,
            (await client.RunAsync(
                "curl", "-sSk", "--tls-max", "1.2", "--ciphers", "DHE-RSA-AES256-SHA256:NULL-SHA256", $"https://{BootLan.Address}/install/boot/pxelinux.0"))
                .ExitCode);
    }
}
