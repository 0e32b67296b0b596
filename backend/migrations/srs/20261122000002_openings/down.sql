DROP TABLE srs.fragment;
DROP TABLE srs.attempt;
DROP TABLE srs.sealed_box;
DROP TABLE srs.re_encryption_key;
DROP TABLE srs.opening_secret;
DROP TABLE srs.opening;
