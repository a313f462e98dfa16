using BootService.Lab;

namespace BootService.Interop.Tests.Installed;

/// <summary>The package that <c>make deb</c> made.</summary>
internal static class BuiltPackage
{
    /// <summary>Its path.</summary>
    /// <param name="architecture">As Debian calls it, such as <c>arm64</c>.</param>
    /// <exception cref="LabException">There is none, or more than one.</exception>
    public static string Of(string architecture) => Directory.GetFiles(Checkout.Artifacts, $"bootservice_*_{architecture}.deb") is [var package] ? package
        : throw new LabException($"there is not one package for {architecture} in artifacts/; \"make deb ARCH={architecture}\" makes it");
}
