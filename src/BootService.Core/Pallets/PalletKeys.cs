namespace BootService.Core.Pallets;

/// <summary>How a pallet says what its packages are signed with.</summary>
public static class PalletKeys
{
    /// <summary>How files of public keys are called, as on the discs of distributions.</summary>
    public const string Prefix = "RPM-GPG-KEY-";

    /// <summary>The file that says that every package was found to be signed with one of the keys: nodes hold them to it then.</summary>
    public const string Checked = "signatures-checked";
}
