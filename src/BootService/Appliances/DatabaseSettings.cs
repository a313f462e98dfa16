using System.ComponentModel;
using BootService.Settings;

namespace BootService.Appliances;

/// <summary>Where what is known is stored: in the data directory, or in a database of PostgreSQL.</summary>
internal sealed class DatabaseSettings : ICheckedSettings
{
    [Description(
        "The PostgreSQL database that everything is stored in, such as Host=db1,db2;Database=bootservice;Username=bootservice; a file of SQLite in the data "
            + "directory when left out.")]
    public string? Connection { get; init; }

    [Description("The file with the password of that database's user, which only bootservice can read.")]
    public string? PasswordFile { get; init; }

    /// <inheritdoc/>
    public IEnumerable<string> Faults()
    {
        if (PasswordFile is not null && Connection is null)
        {
            yield return "key \"Database:PasswordFile\" is given and \"Database:Connection\" is not: say which database it is for";
        }
    }
}
